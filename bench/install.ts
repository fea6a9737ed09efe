import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmInstall } from "./support/install.ts";
import { type Line, judge } from "./support/line.ts";
import { ROOT } from "./support/places.ts";
import { fixed } from "./support/sampling.ts";

/** serverless-offline with cognito-local: 480 packages, 254 MB, 30 s; a tenth of each. */
const LIMITS = { packages: 48, megabytes: 25, seconds: 3 };
const COMPILERS = new Set(["typescript", "typescript-7", "ts-node"]);
const ROOMS = ["local", "components"];

/**
 * What the runtime adds to an installation beyond `@pulumi/*`, the Node binary and the compilers: every package that
 * local/ and components/ import, installed by npm into an empty directory from the registry with an empty cache.
 * The second line is the project's whole installation as it is.
 */
export async function measure(): Promise<readonly Line[]> {
  const names = [...new Set(ROOMS.flatMap((room) => importedPackages(join(ROOT, room))))].sort();
  const directory = mkdtempSync(join(tmpdir(), "secure-api-install-"));
  try {
    writeFileSync(join(directory, "package.json"), JSON.stringify({ dependencies: pinned(names) }));
    const wallMs = await npmInstall(directory, ["--cache", join(directory, "cache")]);
    const added = installed(directory);
    const isMet =
      added.packages <= LIMITS.packages &&
      added.bytes <= LIMITS.megabytes * 1e6 &&
      wallMs <= LIMITS.seconds * 1e3;
    return [
      {
        name: "install",
        figure: `${sizes(added)}, ${fixed(wallMs / 1000)} s`,
        target: `≤ ${LIMITS.packages} packages, ${LIMITS.megabytes} MB, ${LIMITS.seconds} s`,
        verdict: judge(isMet),
        remark: names.join(", "),
      },
      { name: "install, whole", figure: sizes(installed(ROOT)), verdict: "printed" },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Packages imported at run time by the files of a room. */
function importedPackages(room: string): string[] {
  return readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.[cm]?[jt]s$/.test(file))
    .flatMap((file) => packagesOf(readFileSync(join(room, file), "utf8")))
    .filter((name) => !name.startsWith("@pulumi/") && !COMPILERS.has(name));
}

function packagesOf(source: string): string[] {
  const statements = source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from "([^"]+)"/gm);
  const calls = source.matchAll(/^(?!\s*(?:\/\/|\*)).*?\bimport\("([^"]+)"\)/gm);
  return [...statements, ...calls]
    .map(([, specifier = ""]) => specifier)
    .filter((specifier) => /^[@a-z]/.test(specifier) && !isBuiltin(specifier))
    .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
}

/** Their versions in our package file. */
function pinned(names: readonly string[]): Record<string, string> {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  return Object.fromEntries(
    names.map((name) => {
      const version = devDependencies[name];
      if (!version) throw new Error(`${name} is imported and stands in no package file.`);
      return [name, version];
    }),
  );
}

interface Installed {
  readonly packages: number;
  readonly bytes: number;
}

function installed(directory: string): Installed {
  const modules = join(directory, "node_modules");
  const { packages } = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")) as {
    packages: object;
  };
  return { packages: Object.keys(packages).length, bytes: bytesBelow(modules) };
}

/** Sum of the files' own sizes, a file with two names once; `.cache` is ours and no package. */
function bytesBelow(directory: string): number {
  const sizes = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => !file.startsWith(".cache"))
    .map((file) => lstatSync(join(directory, file)))
    .filter((found) => found.isFile())
    .map(({ ino, size }) => [ino, size] as const);
  return [...new Map(sizes).values()].reduce((sum, size) => sum + size, 0);
}

function sizes({ packages, bytes }: Installed): string {
  return `${packages} packages, ${fixed(bytes / 1e6)} MB`;
}
