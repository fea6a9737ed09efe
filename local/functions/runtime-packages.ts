import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Packages that Lambda's Node runtimes bring along. */
const BROUGHT = /^@(aws-sdk|smithy)\//;

/**
 * Lets the program's or this project's own AWS SDK stand in for the one of Lambda's runtime.
 * Everything else is found in the archive or not at all.
 * @param directories where packages are looked up, in this order
 */
export function findRuntimePackages(taskRoot: string, directories: readonly string[]): void {
  const task = `${pathToFileURL(taskRoot).href}/`;
  const requires = directories.map((directory) => createRequire(join(directory, "package.json")));
  // The directories are asked through the same hook, which must not ask them once more.
  let isLooking = false;
  const lookUp = (specifier: string): string | undefined => {
    isLooking = true;
    try {
      return firstResolved(specifier, requires);
    } finally {
      isLooking = false;
    }
  };
  registerHooks({
    resolve(specifier, context, next) {
      try {
        const found = next(specifier, context);
        return found.url.startsWith(task) ? found : { ...found, url: realUrl(found.url) };
      } catch (error) {
        const path = !isLooking && BROUGHT.test(specifier) ? lookUp(specifier) : undefined;
        if (path === undefined) throw error;
        return { url: pathToFileURL(realpathSync(path)).href, shortCircuit: true };
      }
    },
  });
}

/** The archive's own files keep their places, as if copied; what lies outside is where its links lead. */
function realUrl(url: string): string {
  return url.startsWith("file:") ? pathToFileURL(realpathSync(fileURLToPath(url))).href : url;
}

function firstResolved(specifier: string, requires: readonly NodeJS.Require[]): string | undefined {
  for (const require of requires) {
    try {
      return require.resolve(specifier);
    } catch {
      // The next directory may have it; if none does, the function gets Node's own error.
    }
  }
  return undefined;
}

/** Whether `.js` files of the directory are ES modules. */
export function isModulePackage(directory: string): boolean {
  const manifest = join(directory, "package.json");
  if (existsSync(manifest)) {
    return (JSON.parse(readFileSync(manifest, "utf8")) as { type?: unknown }).type === "module";
  }
  const parent = dirname(directory);
  return parent !== directory && isModulePackage(parent);
}
