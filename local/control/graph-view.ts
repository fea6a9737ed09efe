import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isZip } from "../functions/archive.ts";
import { readZip } from "../functions/zip.ts";
import type { ArchiveEntry, Graph, Properties, Resource, Value } from "../program/graph.ts";
import { hideSecrets } from "../program/secrets.ts";

/** Files of an archive are shown whole up to this size, else by hash and size. */
const MAX_TEXT_BYTES = 64 * 1000;

/** The recorded resources as `GET /graph` shows them: no secrets, archives by their files (design 5.3). */
export function graphView(graph: Graph): { resources: object[] } {
  return { resources: graph.recording.resources.map(resourceView) };
}

/** One resource of {@link graphView}. */
export function resourceView(resource: Resource) {
  const { urn, type, name, id, parent, dependsOn, secrets } = resource;
  const inputs = showMembers(hideSecrets(resource.inputs, "inputs", secrets));
  const outputs = showMembers(hideSecrets(resource.outputs, "outputs", secrets));
  return { urn, type, name, id, parent, inputs, outputs, dependsOn };
}

function showArchives(value: Value): Value {
  if (Array.isArray(value)) return value.map(showArchives);
  if (value === null || typeof value !== "object") return value;
  const object = value as Properties;
  const entries = object["archive"];
  if (isArchive(object, entries)) return { archive: showEntries(entries) };
  return showMembers(object);
}

function showMembers(object: Properties): Properties {
  return Object.fromEntries(
    Object.entries(object).map(([name, item]) => [name, showArchives(item)]),
  );
}

function isArchive(
  object: Properties,
  entries: unknown,
): entries is Readonly<Record<string, ArchiveEntry>> {
  return Object.keys(object).length === 1 && typeof entries === "object" && entries !== null;
}

function showEntries(entries: Readonly<Record<string, ArchiveEntry>>): Record<string, Value> {
  const shown: Record<string, Value> = {};
  for (const [path, entry] of Object.entries(entries)) {
    if ("text" in entry) shown[path] = showFile(Buffer.from(entry.text));
    else if ("file" in entry) Object.assign(shown, showRecordedFile(entry.file, path));
    else Object.assign(shown, showDirectory(entry.directory, path));
  }
  return shown;
}

/** A zip archive by its files, like one that the program made of them; one that is damaged as the file it is. */
function showRecordedFile(file: string, path: string): Record<string, Value> {
  const whole = { [path]: showFile(readFileSync(file)) };
  if (!isZip(path)) return whole;
  try {
    return Object.fromEntries(
      readZip(file).map(({ name, content }) => [`${path}${name}`, showFile(content)]),
    );
  } catch {
    return whole;
  }
}

function showDirectory(directory: string, path: string): Record<string, Value> {
  const shown: Record<string, Value> = {};
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    const file = join(directory, name);
    if (statSync(file).isFile())
      shown[path ? `${path}/${name}` : name] = showFile(readFileSync(file));
  }
  return shown;
}

function showFile(content: Buffer): Value {
  if (content.length <= MAX_TEXT_BYTES) return { text: content.toString("utf8") };
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { sha256, bytes: content.length };
}
