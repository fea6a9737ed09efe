import { deepEqual, equal } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, extname, join, relative } from "node:path";

const ROOT = join(__dirname, "..");
const SOURCES = new Set([".ts", ".mts", ".js", ".mjs"]);
const MAX_LINES = 250;

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** `import type`, which leaves nothing behind. */
  readonly isType: boolean;
  /** `import()`. */
  readonly isLazy: boolean;
}

interface Rule {
  /** Other rooms, besides its own, whose files may be imported. */
  readonly rooms: readonly string[];
  readonly mayUse: (specifier: string, imported: Import) => boolean;
}

const isPulumi = (specifier: string): boolean => specifier.startsWith("@pulumi/");
const isNode = (specifier: string): boolean =>
  specifier.startsWith("node:") || builtinModules.includes(specifier);

/** What a room may import (design, section 3). */
const ROOMS: Readonly<Record<string, Rule>> = {
  handlers: {
    rooms: [],
    mayUse: (name, { isType, isLazy }) => isNode(name) || (!isPulumi(name) && (isType || isLazy)),
  },
  components: {
    rooms: ["handlers"],
    mayUse: (name, { file, isType, isLazy }) =>
      isNode(name) ||
      isPulumi(name) ||
      isType ||
      (isLazy && name === "esbuild" && basename(file) === "bundle.ts"),
  },
  examples: {
    rooms: ["components", "handlers"],
    mayUse: (name, { isType }) => isNode(name) || isPulumi(name) || isType,
  },
  "command-line": { rooms: [], mayUse: isNode },
  local: {
    rooms: ["command-line"],
    // Pulumi belongs to the program that is recorded, and to nothing else here.
    mayUse: (name, { isType }) => !isPulumi(name) || isType,
  },
  deploy: {
    rooms: ["command-line"],
    mayUse: (name) => !isPulumi(name) || name === "@pulumi/pulumi/automation",
  },
  policy: {
    rooms: ["command-line"],
    mayUse: (name) => !isPulumi(name) || /^@pulumi\/(policy|aws)(\/|$)/.test(name),
  },
};

/** The floors of the runtime, and those below each; the tools stand on them. */
const PARTS_OF_LOCAL: Readonly<Record<string, readonly string[]>> = {
  program: [],
  functions: ["program"],
  gateway: ["functions", "program"],
  dynamodb: ["program"],
  "json-api": ["program"],
  kms: ["json-api", "program"],
  cognito: ["functions", "gateway", "json-api", "kms", "program"],
  identity: ["cognito", "gateway", "json-api", "program"],
};

function filesOf(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name.startsWith(".")) return [];
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesOf(path);
    return SOURCES.has(extname(entry.name)) ? [path] : [];
  });
}

const text = (file: string): string => readFileSync(file, "utf8");

/** Comments and template texts may quote an import, so statements count from the start of a line only. */
function importsOf(file: string): Import[] {
  const source = text(file).replace(/\/\*[\s\S]*?\*\//g, "");
  const statements = source.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:[\w*{][^;"']*?\s+from\s+)?["']([^"']+)["']/gm,
  );
  const calls = source.matchAll(/(?<!typeof )\bimport\(\s*["']([^"']+)["']/g);
  return [
    ...[...statements].map(([, type, specifier = ""]) => ({
      file,
      specifier,
      isType: Boolean(type),
      isLazy: false,
    })),
    ...[...calls].map(([, specifier = ""]) => ({ file, specifier, isType: false, isLazy: true })),
  ];
}

const isRelative = ({ specifier }: Import): boolean => /^\.\.?(\/|$)/.test(specifier);

/** The file that a relative import leads to. */
function targetOf({ file, specifier }: Import): string | undefined {
  const path = join(dirname(file), specifier);
  const candidates = [path, `${path}.ts`, path.replace(/\.js$/, ".ts"), join(path, "index.ts")];
  return candidates.find((each) => existsSync(each) && statSync(each).isFile());
}

const named = (file: string): string => relative(ROOT, file);
const roomOf = (file: string): string => named(file).split(/[\\/]/)[0] ?? "";

/** Imports that a room's rule forbids, each as "FILE → IMPORT". */
function violations(room: string, rule: Rule): string[] {
  const allowed = new Set([room, ...rule.rooms]);
  return filesOf(join(ROOT, room))
    .flatMap(importsOf)
    .filter((imported) => {
      if (!isRelative(imported)) return !rule.mayUse(imported.specifier, imported);
      const target = targetOf(imported);
      return target === undefined || !allowed.has(roomOf(target));
    })
    .map(({ file, specifier }) => `${named(file)} → ${specifier}`);
}

/** The first cycle of imports, those of types included, as a list of files. */
function findCycle(files: readonly string[]): string[] {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] => {
    const at = way.indexOf(file);
    if (at >= 0) return [...way.slice(at), file].map(named);
    if (done.has(file)) return [];
    const targets = importsOf(file)
      .filter(isRelative)
      .flatMap((imported) => targetOf(imported) ?? []);
    for (const target of targets) {
      const cycle = visit(target, [...way, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of files) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

const rooms = Object.entries(ROOMS).filter(([room]) => existsSync(join(ROOT, room)));
const productFiles = [
  join(ROOT, "index.ts"),
  ...rooms.flatMap(([room]) => filesOf(join(ROOT, room))),
];

describe("architecture", () => {
  for (const [room, rule] of rooms) {
    it(`${room}/ imports nothing but what its place allows`, () => {
      deepEqual(violations(room, rule), []);
    });
  }

  for (const [part, known] of Object.entries(PARTS_OF_LOCAL)) {
    it(`local/${part}/ knows no part of the runtime but ${known.join(" and ") || "itself"}`, () => {
      const others = filesOf(join(ROOT, "local", part))
        .flatMap(importsOf)
        .filter(isRelative)
        .filter((imported) => {
          const [, folder, file] = named(targetOf(imported) ?? "").split(/[\\/]/);
          return file !== undefined && folder !== part && !known.includes(folder ?? "");
        })
        .map(({ file, specifier }) => `${named(file)} → ${specifier}`);
      deepEqual(others, []);
    });
  }

  it("index.ts imports components, handlers, Pulumi and the schema ledger only", () => {
    const others = importsOf(join(ROOT, "index.ts")).filter(
      ({ specifier }) =>
        !/^\.\/((components|handlers)\/|schema-ledger\.json$)/.test(specifier) &&
        !isPulumi(specifier),
    );
    deepEqual(others, []);
  });

  it("@pulumi/aws is imported by sub-module in components, which halves the type check", () => {
    const whole = filesOf(join(ROOT, "components"))
      .flatMap(importsOf)
      .filter(({ specifier, isType }) => specifier === "@pulumi/aws" && !isType)
      .map(({ file }) => named(file));
    deepEqual(whole, []);
  });

  it("imports make no cycle", () => {
    deepEqual(findCycle(productFiles), []);
  });

  it(`no file is longer than ${MAX_LINES} lines`, () => {
    const long = productFiles
      .map((file) => ({ file: named(file), lines: text(file).trimEnd().split("\n").length }))
      .filter(({ lines }) => lines > MAX_LINES);
    deepEqual(long, []);
  });

  it("rooms have no index.ts that only gathers other files", () => {
    const barrels = rooms
      .filter(([room]) => room !== "examples" && room !== "policy")
      .flatMap(([room]) => filesOf(join(ROOT, room)))
      .filter((file) => /^index\.[cm]?[jt]s$/.test(basename(file)))
      .map(named);
    deepEqual(barrels, []);
  });

  it("a resource type that two files of the runtime look for has one constant", () => {
    const tokens = filesOf(join(ROOT, "local")).flatMap((file) =>
      [...text(file).matchAll(/^(?:export )?const \w+ =\s+"(aws:[\w/:]+)";/gm)].map(
        ([, token]) => token,
      ),
    );
    deepEqual(
      tokens.filter((token, index) => tokens.indexOf(token) !== index),
      [],
    );
  });

  it("ships no package into functions: dependencies are Pulumi's own", () => {
    const { dependencies } = JSON.parse(text(join(ROOT, "package.json"))) as {
      dependencies: Record<string, string>;
    };
    deepEqual(
      Object.keys(dependencies).filter((name) => !isPulumi(name)),
      [],
    );
  });

  it("pins every package to one version", () => {
    const { dependencies, devDependencies } = JSON.parse(
      text(join(ROOT, "package.json")),
    ) as Record<"dependencies" | "devDependencies", Record<string, string>>;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version),
    );
    deepEqual(loose, []);
  });

  it("sees the imports of this file", () => {
    const specifiers = importsOf(__filename).map(({ specifier }) => specifier);
    equal(specifiers.includes("node:fs"), true);
    equal(specifiers.includes("node:assert/strict"), true);
  });
});
