import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ArchiveEntry, Recording, Resource } from "../../local/program/graph.ts";
import { ROOT } from "./places.ts";
import { type Run, run } from "./run.ts";

const EVALUATE = join(import.meta.dirname, "evaluate.ts");

/** One evaluation of a program in processes of its own. */
export function evaluate(directory: string): Promise<Run> {
  return run([EVALUATE, directory], { compileCache: true });
}

/** Evaluates a program and keeps what it registered in `file`. */
export async function recordTo(file: string, directory = ROOT): Promise<Recording> {
  await run([EVALUATE, directory, file], { compileCache: true });
  return JSON.parse(readFileSync(file, "utf8")) as Recording;
}

export const FUNCTION = "aws:lambda/function:Function";

/** Resources of a type, in order of registration. */
export function ofType({ resources }: Recording, type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The function that answers a route, by the description that our components give it. */
export function functionOf(recording: Recording, routeKey: string): Resource {
  const found = ofType(recording, FUNCTION).find(
    ({ inputs }) => inputs["description"] === routeKey,
  );
  if (!found) throw new Error(`The recording has no function for ${routeKey}.`);
  return found;
}

/** The files of a function's archive, by path. @throws when one of them is no text */
export function archiveOf({ name, inputs }: Resource): ReadonlyMap<string, string> {
  const { archive } = inputs["code"] as { archive: Readonly<Record<string, ArchiveEntry>> };
  return new Map(
    Object.entries(archive).map(([path, entry]) => {
      if ("text" in entry) return [path, entry.text];
      throw new Error(`${name}: ${path} in its archive is no text.`);
    }),
  );
}
