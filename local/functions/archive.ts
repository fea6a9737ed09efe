import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { ArchiveEntry, Value } from "../program/graph.ts";
import { readZip } from "./zip.ts";

type Entries = Readonly<Record<string, ArchiveEntry>>;

/**
 * Unpacks a function's recorded `code` as Lambda does into `/var/task`.
 * @param root a directory that does not exist yet, of this function alone
 * @throws when the code does not lie on this machine, or a path leads out of the archive
 */
export function unpack(code: Value | undefined, root: string): void {
  const { archive } = (code ?? {}) as { archive?: Entries };
  if (!archive) throw new Error("its code is no archive on this machine (an image or S3 object)");
  mkdirSync(dirname(root), { recursive: true });
  for (const [path, entry] of Object.entries(archive)) write(entry, root, path, archive);
}

function write(entry: ArchiveEntry, root: string, path: string, archive: Entries): void {
  const target = inside(root, path);
  if ("text" in entry) return put(target, entry.text);
  mkdirSync(dirname(target), { recursive: true });
  if ("directory" in entry) return putDirectory(entry.directory, target, isShared(path, archive));
  if (!isZip(path)) return cpSync(entry.file, target);
  for (const { name, content } of readZip(entry.file)) put(inside(target, name), content);
}

/** A directory is read where it lies: copying dependency trees would slow every reload. */
function putDirectory(from: string, target: string, shared: boolean): void {
  if (shared) cpSync(from, target, { recursive: true, dereference: true });
  else symlinkSync(from, target, "dir");
}

/** Whether others may lie in the same directory: they must not be written into the user's own. */
function isShared(path: string, archive: Entries): boolean {
  const prefix = path === "" ? "" : `${path}/`;
  return Object.keys(archive).some(
    (other) => other !== path && (other.startsWith(prefix) || isZip(other)),
  );
}

/** Only an archive stands at the root or under a path that ends in "/"; where its files go, only they say. */
export function isZip(path: string): boolean {
  return path === "" || path.endsWith("/");
}

function put(target: string, content: string | Buffer): void {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

function inside(root: string, path: string): string {
  const target = join(root, path);
  const way = relative(root, target);
  // Steps back are refused wherever they lead: through a linked directory they would reach the user's own.
  const hasSteps = path.split(/[\\/]/).some((step) => step === "..");
  if (!hasSteps && way !== ".." && !way.startsWith(`..${sep}`)) return target;
  throw new Error(`its archive holds the path ${path}, which leads out of it`);
}
