import { resolve } from "node:path";
import type { Properties, Value } from "./graph.ts";

/** Marks an object on Pulumi's wire as a special value, and which kinds there are (SDK `runtime/rpc`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

type Entry = { readonly [member: string]: string };

/** Properties in plain JSON, and which of them are secret. */
export interface Decoded {
  readonly value: Properties;
  /** Paths of the values that were secret, `at` in front. */
  readonly secrets: readonly string[];
}

/** Turns properties from the wire into plain JSON and notes where secrets stood. */
export function decodeProperties(raw: Record<string, unknown>, at: string): Decoded {
  const secrets: string[] = [];
  const value: Record<string, Value> = {};
  for (const [name, wire] of Object.entries(raw)) {
    if (wire !== undefined) value[name] = decode(wire, `${at}/${name}`, secrets);
  }
  return { value, secrets };
}

/**
 * The outputs of a resource: its inputs, and over them what AWS computed.
 * @returns the outputs in plain JSON, their secrets, and the state as the SDK expects it on the wire
 */
export function mergeOutputs(
  raw: Record<string, unknown>,
  inputs: Decoded,
  computed: Properties,
  secretOutputs: readonly string[],
) {
  const news = Object.entries(computed).filter(([name, value]) => inputs.value[name] !== value);
  const state: Record<string, unknown> = { ...raw, ...Object.fromEntries(news) };
  const named = secretOutputs.filter((name) => state[name] !== undefined);
  for (const name of named) {
    if (!isSpecial(state[name], SECRET)) {
      state[name] = { [SIGNATURE]: SECRET, value: state[name] };
    }
  }
  const replaced = new Set(news.map(([name]) => name));
  const echoed = inputs.secrets
    .filter((path) => !replaced.has(path.split("/")[1] ?? ""))
    .map((path) => path.replace(/^inputs/, "outputs"));
  return {
    outputs: { ...inputs.value, ...computed },
    secrets: [...new Set([...echoed, ...named.map((name) => `outputs/${name}`)])],
    state,
  };
}

function decode(wire: unknown, path: string, secrets: string[]): Value {
  if (wire === null || wire === undefined) return null;
  if (Array.isArray(wire)) return wire.map((item, i) => decode(item, `${path}/${i}`, secrets));
  if (typeof wire !== "object") return wire as string | number | boolean;
  const object = wire as Record<string, unknown>;
  if (isSpecial(object, SECRET)) {
    secrets.push(path);
    return decode(object["value"], path, []);
  }
  if (isSpecial(object, OUTPUT)) {
    if (object["secret"] === true) secrets.push(path);
    return decode(object["value"], path, object["secret"] === true ? [] : secrets);
  }
  if (isSpecial(object, ASSET)) return { asset: assetEntry(object) };
  if (isSpecial(object, ARCHIVE)) {
    const isRemote = typeof object["uri"] === "string";
    return isRemote ? { uri: String(object["uri"]) } : { archive: archiveEntries(object) };
  }
  if (isSpecial(object, RESOURCE)) return String(object["id"] ?? object["urn"] ?? "");
  return decodeMembers(object, path, secrets);
}

function decodeMembers(object: Record<string, unknown>, path: string, secrets: string[]): Value {
  const result: Record<string, Value> = {};
  for (const [name, wire] of Object.entries(object)) {
    result[name] = decode(wire, `${path}/${name}`, secrets);
  }
  return result;
}

function isSpecial(wire: unknown, kind: string): boolean {
  return (wire as Record<string, unknown> | null)?.[SIGNATURE] === kind;
}

function assetEntry(asset: Record<string, unknown>): Entry {
  if (typeof asset["text"] === "string") return { text: asset["text"] };
  if (typeof asset["path"] === "string") return { file: resolve(asset["path"]) };
  return { uri: String(asset["uri"]) };
}

/**
 * Every file of an archive by its path inside it. A directory stands under its path, that of an
 * archive file ends in "/" (it is unpacked there); the root's is "".
 */
function archiveEntries(archive: Record<string, unknown>, prefix = ""): Record<string, Entry> {
  if (typeof archive["path"] === "string") {
    const path = resolve(archive["path"]);
    if (!/\.(zip|tgz|tar|tar\.gz|jar)$/.test(path)) return { [prefix]: { directory: path } };
    return { [prefix && `${prefix}/`]: { file: path } };
  }
  if (typeof archive["uri"] === "string") {
    throw new Error(`An archive from ${archive["uri"]} cannot be read on this machine.`);
  }
  const entries: Record<string, Entry> = {};
  for (const [name, member] of Object.entries((archive["assets"] ?? {}) as object)) {
    const path = prefix ? `${prefix}/${name}` : name;
    if (isSpecial(member, ARCHIVE)) Object.assign(entries, archiveEntries(member, path));
    else entries[path] = assetEntry(member);
  }
  return entries;
}
