import { isHeaderName } from "../header-text.ts";
import { invalidExpression, MappingFault } from "./mapping-fault.ts";
import type { MappingDirection } from "./mapping-source.ts";
import { isReservedHeader } from "./reserved-headers.ts";

/** What a key of a mapping says: what is changed, and how (H275). */
export interface MappingKey {
  readonly action: "append" | "overwrite" | "remove";
  readonly place: "header" | "querystring" | "path" | "statuscode";
  /** A header's in lower case; empty for the path and the status. */
  readonly name: string;
}

/** Keys by direction (H269, H270): action, place and name, or action and place. */
const keyPatterns: Readonly<Record<MappingDirection, RegExp>> = {
  request: /^(?:(append|overwrite|remove):(header|querystring)\.(.+)|(overwrite):(path))$/,
  response: /^(?:(append|overwrite|remove):(header)\.(.+)|(overwrite):(statuscode))$/,
};

const keyForms: Readonly<Record<MappingDirection, string>> = {
  request:
    "`append|overwrite|remove:header.NAME`, `append|overwrite|remove:querystring.NAME` or `overwrite:path`",
  response: "`append|overwrite|remove:header.NAME` or `overwrite:statuscode`",
};

/**
 * Parses a key (H269, H270).
 * @param where the mapping's place, for messages
 * @throws MappingFault for another form and for reserved headers
 */
export function parseMappingKey(
  key: string,
  direction: MappingDirection,
  where: string,
): MappingKey {
  const match = keyPatterns[direction].exec(key);
  const action = (match?.[1] ?? match?.[4]) as MappingKey["action"] | undefined;
  const place = (match?.[2] ?? match?.[5]) as MappingKey["place"] | undefined;
  const name = match?.[3] ?? "";
  const isBadName = place === "header" && !isHeaderName(name);
  if (!action || !place || isBadName) throw keyFault(where, key, direction);
  if (place !== "header") return { action, place, name };
  if (!isReservedHeader(name)) return { action, place, name: name.toLowerCase() };
  throw new MappingFault(
    `${where}["${key}"]`,
    `the header ${name} is reserved and cannot be mapped.`,
    "Use a header of another name, or leave it out: what the client sends passes as it is.",
  );
}

function keyFault(where: string, key: string, direction: MappingDirection): MappingFault {
  return new MappingFault(
    `${where}["${key}"]`,
    `${invalidExpression}[${key}].`,
    `Write the key as ${keyForms[direction]}.`,
  );
}
