import { createHash } from "node:crypto";
import type { ArchiveValue, Resource } from "../../../local/program/graph.ts";
import { lowerId } from "../../../local/program/names.ts";
import { openProgram } from "../../../local/program/source.ts";
import type { StateResource, TestStack } from "./stacks.ts";

const API_ID_LENGTH = 10;

/** What the local runtime records of the stack's program, with AWS's addresses instead of local ones. */
export async function recorded({ place }: TestStack): Promise<readonly Resource[]> {
  const source = openProgram(
    { program: place.program, stack: "dev", config: {} },
    async (urn) => `https://${lowerId(urn, API_ID_LENGTH)}.execute-api.us-east-1.amazonaws.com`,
    (output) => process.stderr.write(output),
  );
  try {
    return (await source.evaluate()).graph.recording.resources;
  } finally {
    source.close();
  }
}

/** What the recording and the state have to agree on. */
export interface Common {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly dependencies: readonly string[];
  /** Archives as the hash of each file in them. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A recorded resource, in the words of the state. */
export function ofRecording({ urn, type, id, parent, dependsOn, inputs }: Resource): Common {
  const entries = Object.entries(inputs).map(([name, value]) => [
    name,
    isArchive(value) ? hashesOf(value) : value,
  ]);
  return {
    urn,
    type,
    id,
    parent: parent ?? undefined,
    dependencies: dependsOn,
    inputs: Object.fromEntries(entries),
  };
}

function isArchive(value: unknown): value is ArchiveValue {
  return typeof value === "object" && value !== null && "archive" in value;
}

function hashesOf({ archive }: ArchiveValue): Record<string, string> {
  const entries = Object.entries(archive).map(([path, entry]) => {
    if (!("text" in entry)) throw new Error(`${path} is no text`);
    return [path, createHash("sha256").update(entry.text).digest("hex")];
  });
  return Object.fromEntries(entries);
}

/** A resource of the state, without the names that the provider has filled in. */
export function ofState({ urn, type, id, parent, ...rest }: StateResource): Common {
  const { __defaults: defaults = [], ...inputs } = rest.inputs ?? {};
  const stated = Object.entries(inputs).filter(([name]) => !(defaults as string[]).includes(name));
  const entries = stated.map(([name, value]) => [name, assetsOf(value) ?? value]);
  return {
    urn,
    type,
    id: id ?? "",
    parent: parent || undefined,
    dependencies: [...(rest.dependencies ?? [])].sort(),
    inputs: Object.fromEntries(entries),
  };
}

/** The hashes of an archive's files, undefined for any other value. */
function assetsOf(value: unknown): Record<string, string> | undefined {
  const { assets } = (value ?? {}) as { readonly assets?: Record<string, { hash: string }> };
  return (
    assets && Object.fromEntries(Object.entries(assets).map(([path, { hash }]) => [path, hash]))
  );
}
