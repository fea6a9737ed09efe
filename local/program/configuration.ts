import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parsePath, setAt } from "./config-path.ts";
import { ProgramError } from "./failure.ts";
import { type Project, readYaml } from "./project.ts";
import { isSecure, openVault, type Vault } from "./vault.ts";

/** Everything that `pulumi.Config` will say, as the engine would hand it over. */
export interface Configuration {
  /** The stack file, which need not exist. */
  readonly file: string;
  /** Full keys with their values as text; objects and lists are JSON text. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** Lines for the user, such as a secret that could not be decrypted. */
  readonly remarks: readonly string[];
}

/** Stands for a secret that cannot be decrypted here. A password rule takes it, as the secret may be a test user's. */
const PLACEHOLDER = "[1 Secret that is not decrypted here]";

interface Entry {
  readonly text: string;
  readonly secret: boolean;
}

/** Keys as written, with their values. */
type Layer = readonly (readonly [string, Entry])[];

/**
 * Puts a stack's configuration together: defaults and values of `Pulumi.yaml`, then the stack file,
 * then `PULUMI_CONFIG`, then the command line.
 * @param given full or short keys from the command line, or paths such as `sites[0]`
 * @throws {ProgramError} for a value of the wrong type or a missing one
 */
export async function readConfiguration(
  project: Project,
  stack: string,
  given: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv,
): Promise<Configuration> {
  const file = join(project.stackDirectory, `Pulumi.${stack}.yaml`);
  const content = existsSync(file) ? readYaml(file) : {};
  const vault = await openVault(content, environment, file);
  const layers: readonly Layer[] = [
    declaredEntries(project),
    stackEntries(content["config"], vault),
    environmentEntries(environment),
  ];
  const entries = merge(layers, project.name);
  for (const [path, text] of Object.entries(given))
    give(entries, fullKey(path, project.name), text);
  checkDeclared(project, stack, entries);
  const all = [...entries];
  return {
    file,
    values: Object.fromEntries(all.map(([key, { text }]) => [key, text])),
    secretKeys: all.filter(([, { secret }]) => secret).map(([key]) => key),
    remarks: [
      ...missingFile(file),
      ...all.filter(([, { text }]) => text.includes(PLACEHOLDER)).map(([key]) => vault.remark(key)),
    ],
  };
}

/** A stack without a file beside stacks that have one is a new one, or a slip of the pen. */
function missingFile(file: string): readonly string[] {
  if (existsSync(file)) return [];
  const others = readdirSync(dirname(file)).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  if (others.length === 0) return [];
  return [
    `There is no ${basename(file)}, only ${others.join(", ")}: defaults stand for its values.`,
  ];
}

function merge(layers: readonly Layer[], project: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const [key, { text, secret }] of layers.flat()) {
    const name = fullKey(key, project);
    // What is encrypted in the stack file stays a secret, whoever sets it anew.
    entries.set(name, { text, secret: secret || entries.get(name)?.secret === true });
  }
  return entries;
}

/** A value of the command line: of a whole key, or of a part of one by its path. */
function give(entries: Map<string, Entry>, path: string, text: string): void {
  const { key, steps } = entries.has(path) ? { key: path, steps: [] } : parsePath(path);
  const { text: whole, secret } = entries.get(key) ?? { text: "", secret: false };
  const isPart = steps.length > 0;
  entries.set(key, { text: isPart ? setAt(whole, { path, steps, text }) : text, secret });
}

function fullKey(key: string, project: string): string {
  return key.includes(":") ? key.replace(":config:", ":") : `${project}:${key}`;
}

function declaredEntries(project: Project): Layer {
  return Object.entries(project.config).flatMap(([key, declared]): Layer => {
    // A declaration is the value itself, or a map with `value` or `default`.
    if (!isMap(declared)) return [[key, { text: toText(declared), secret: false }]];
    const value = declared["value"] ?? declared["default"];
    return value === undefined
      ? []
      : [[key, { text: toText(value), secret: declared["secret"] === true }]];
  });
}

function stackEntries(config: unknown, vault: Vault): Layer {
  return Object.entries((config ?? {}) as object).map(([key, value]) => {
    let secret = false;
    const open = (item: unknown): unknown => {
      if (isSecure(item)) {
        secret = true;
        return vault.decrypt(item.secure, key) ?? PLACEHOLDER;
      }
      if (Array.isArray(item)) return item.map(open);
      if (!isMap(item)) return item;
      return Object.fromEntries(Object.entries(item).map(([name, member]) => [name, open(member)]));
    };
    const text = toText(open(value));
    return [key, { text, secret }];
  });
}

function environmentEntries(environment: NodeJS.ProcessEnv): Layer {
  const values = parsed(environment["PULUMI_CONFIG"] || "{}");
  if (!isMap(values)) {
    throw new ProgramError(
      `PULUMI_CONFIG is not a JSON object of keys and texts, such as {"project:key":"value"}.`,
    );
  }
  const secretKeys = parsed(environment["PULUMI_CONFIG_SECRET_KEYS"] || "[]");
  if (!Array.isArray(secretKeys)) {
    throw new ProgramError(
      `PULUMI_CONFIG_SECRET_KEYS is not a JSON list, such as ["project:key"].`,
    );
  }
  return Object.entries(values).map(([key, value]) => [
    key,
    { text: toText(value), secret: secretKeys.includes(key) },
  ]);
}

/** The engine's own check of declared types, and of declared keys that nothing gives a value. */
function checkDeclared(project: Project, stack: string, entries: Map<string, Entry>): void {
  for (const [key, declared] of Object.entries(project.config)) {
    if (!isMap(declared) || typeof declared["type"] !== "string") continue;
    const entry = entries.get(fullKey(key, project.name));
    if (!entry) {
      throw new ProgramError(
        `Stack "${stack}" is missing the configuration value "${key}" that Pulumi.yaml asks for. ` +
          `Set it: pulumi config set ${key} VALUE (here: --config ${key}=VALUE)`,
      );
    }
    if (!hasType(entry.text, declared["type"])) {
      const found = entry.secret ? "a secret" : JSON.stringify(entry.text);
      throw new ProgramError(
        `Configuration "${key}" of stack "${stack}" is ${found}, but Pulumi.yaml wants the type ` +
          `${declared["type"]}. Set it: pulumi config set ${example(key, declared["type"])}`,
      );
    }
  }
}

/** How a value of the type is set: lists and objects part by part. */
function example(key: string, type: string): string {
  if (type === "array") return `--path '${key}[0]' VALUE`;
  return type === "object" ? `--path '${key}.MEMBER' VALUE` : `${key} VALUE`;
}

function hasType(text: string, type: string): boolean {
  if (type === "integer") return /^[+-]?\d+$/.test(text);
  if (type === "boolean") return text === "true" || text === "false";
  if (type === "array") return Array.isArray(parsed(text));
  if (type === "object") return isMap(parsed(text));
  return true;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
