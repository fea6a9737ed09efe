import { createRequire, registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile } from "./compile.ts";
import { moduleFormat } from "./entry.ts";

/** Package directory of this project: where packages are found that a program has not installed. */
const HOME = pathToFileURL(join(import.meta.dirname, "..", "..", "package.json")).href;

/** Packages that the SDK loads at once and most programs never use (performance: 190 and 166 ms). */
const LAZY = new Set(["@npmcli/arborist", "typescript"]);
const LAZY_SCHEME = "secure-api-lazy:";

/** Imports of a file: by its path, or by one in a package, which a workspace may have linked. */
const IS_PATH = /^[./]|^@[^/]+\/[^/]+\/.|^[^@/]+\/./;

/** How a program is loaded. */
export interface HookOptions {
  /** Directory of the program, for its `tsconfig.json`. */
  readonly directory: string;
  readonly typescript: boolean;
  /** Whether packages that the program lacks are taken from this project. */
  readonly lends: boolean;
  /** Told of every source file of the program, once, when it is loaded. */
  readonly onSource: (file: string) => void;
}

/**
 * Makes this process load a Pulumi program: compiles its TypeScript, finds packages that it lacks in this project where
 * that is asked for, and puts off the SDK's two heaviest packages until they are used.
 */
export function installModuleHooks(options: HookOptions): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (LAZY.has(specifier) && isSdk(context.parentURL)) {
        const url = next(specifier, context).url;
        return {
          url: LAZY_SCHEME + encodeURIComponent(url),
          format: "commonjs",
          shortCircuit: true,
        };
      }
      try {
        return next(specifier, context);
      } catch (error) {
        if (!isMissing(error)) throw error;
        if (IS_PATH.test(specifier)) {
          const found = resolveSource(specifier, context, next);
          if (found) return found;
        }
        if (!options.lends || /^[./]/.test(specifier)) throw error;
        return resolveElsewhere(specifier, context, next, error);
      }
    },
    load(url, context, next) {
      if (url.startsWith(LAZY_SCHEME)) return lazyModule(url);
      if (!isSource(url)) return next(url, context);
      const file = fileURLToPath(url);
      options.onSource(file);
      if (!/\.[cm]?ts$/.test(file) || !options.typescript) return next(url, context);
      const format = moduleFormat(file);
      const source = compile(file, { ...options, format });
      return { format, source, shortCircuit: true };
    },
  });
}

type Next = Parameters<NonNullable<Parameters<typeof registerHooks>[0]["resolve"]>>[2];
type Context = Parameters<NonNullable<Parameters<typeof registerHooks>[0]["resolve"]>>[1];

/** A package of this project. */
function resolveElsewhere(specifier: string, context: Context, next: Next, error: unknown) {
  if (context.parentURL === HOME) throw error;
  try {
    if (context.conditions?.includes("import"))
      return next(specifier, { ...context, parentURL: HOME });
    return { url: pathToFileURL(createRequire(HOME).resolve(specifier)).href, shortCircuit: true };
  } catch {
    throw error;
  }
}

/** An import of a file without its extension is a TypeScript file. */
function resolveSource(specifier: string, context: Context, next: Next) {
  const stem = specifier.replace(/\.([cm]?)js$/, "");
  const kind = /\.([cm]?)js$/.exec(specifier)?.[1] ?? "";
  for (const candidate of [`${stem}.${kind}ts`, `${specifier}.ts`, `${specifier}/index.ts`]) {
    try {
      return next(candidate, context);
    } catch (other) {
      if (!isMissing(other)) throw other;
    }
  }
  return undefined;
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return (
    code === "MODULE_NOT_FOUND" ||
    code === "ERR_MODULE_NOT_FOUND" ||
    code === "ERR_UNSUPPORTED_DIR_IMPORT"
  );
}

function isSdk(parent: string | undefined): boolean {
  return parent?.includes("/@pulumi/pulumi/") ?? false;
}

function isSource(url: string): boolean {
  return url.startsWith("file:") && !url.includes("/node_modules/");
}

/** A module whose members are loaded when the first of them is read. */
function lazyModule(url: string) {
  const path = fileURLToPath(decodeURIComponent(url.slice(LAZY_SCHEME.length)));
  const source = `
    const { createRequire } = require("node:module");
    const path = ${JSON.stringify(path)};
    let loaded;
    const load = () => (loaded ??= createRequire(path)(path));
    module.exports = new Proxy({}, {
      // The SDK's import helper would copy every member, and so load the module, unless it is told this.
      get: (_, name) => name === "__esModule" || load()[name],
      has: (_, name) => name in load(),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, name) => {
        const property = Reflect.getOwnPropertyDescriptor(load(), name);
        return property && { ...property, configurable: true };
      },
    });`;
  return { format: "commonjs" as const, source, shortCircuit: true };
}

/** `require` as a file of the program would have it. */
export function programRequire(directory: string): NodeJS.Require {
  return createRequire(join(directory, "package.json"));
}
