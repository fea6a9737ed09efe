import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PulumiSdk } from "./record-options.ts";

type Walk = (options?: PathOptions) => Promise<Map<string, object>>;

interface PathOptions {
  readonly logResource?: unknown;
  readonly extraIncludePaths?: readonly string[];
  readonly extraIncludePackages?: readonly string[];
}

/**
 * Lets callback functions share one walk through `node_modules` (60–85 ms each, and 130 for loading
 * what walks), and does without where it would find nothing or find fault with a program that has
 * no packages of its own.
 */
export function leanCodePaths(pulumi: PulumiSdk, directory: string): void {
  const runtime = pulumi.runtime as unknown as { computeCodePaths: Walk };
  const walk = runtime.computeCodePaths;
  const ships = shipsPackages(directory);
  const walks = new Map<string, Promise<Map<string, object>>>();
  runtime.computeCodePaths = async (options = {}) => {
    const asksForMore = (options.extraIncludePackages ?? []).length > 0;
    if (ships === "never" || (ships === "onDemand" && !asksForMore)) {
      return includedPaths(pulumi, options.extraIncludePaths ?? []);
    }
    const { logResource: _, ...asked } = options;
    const key = JSON.stringify(asked);
    const known = walks.get(key) ?? walk(options);
    walks.set(key, known);
    return new Map(await known);
  };
}

/** Whether a walk finds packages: never where none are installed, on demand where all are Pulumi's, which are not shipped. */
function shipsPackages(directory: string): "never" | "onDemand" | "always" {
  const manifest = nearest(directory, "package.json");
  if (manifest === undefined) return "never";
  const isInstalled =
    existsSync(join(dirname(manifest), "node_modules")) || isInWorkspace(dirname(manifest));
  if (!isInstalled) return "never";
  const { dependencies } = readJson(manifest) as { dependencies?: object };
  const shipsNothing = Object.keys(dependencies ?? {}).every((name) =>
    isDeploymentOnly(name, manifest),
  );
  return shipsNothing ? "onDemand" : "always";
}

/** Pulumi's own packages stay behind, except for what they name as needed at run time. */
function isDeploymentOnly(name: string, manifest: string): boolean {
  if (!name.startsWith("@pulumi/")) return false;
  try {
    const own = readJson(createRequire(manifest).resolve(`${name}/package.json`));
    return (
      (own["pulumi"] as { runtimeDependencies?: object } | undefined)?.runtimeDependencies ===
      undefined
    );
  } catch {
    return false;
  }
}

function isInWorkspace(directory: string): boolean {
  const manifest = nearest(dirname(directory), "package.json");
  if (manifest === undefined) return false;
  return readJson(manifest)["workspaces"] !== undefined || isInWorkspace(dirname(manifest));
}

function nearest(directory: string, name: string): string | undefined {
  const path = join(directory, name);
  if (existsSync(path)) return path;
  const parent = dirname(directory);
  return parent === directory ? undefined : nearest(parent, name);
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}

function includedPaths(pulumi: PulumiSdk, paths: readonly string[]): Map<string, object> {
  const { FileArchive, FileAsset } = pulumi.asset;
  return new Map(
    paths.map((path) => [
      path,
      statSync(path).isDirectory() ? new FileArchive(path) : new FileAsset(path),
    ]),
  );
}
