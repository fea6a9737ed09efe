import type { Answer } from "../answer.ts";
import { headerText } from "../header-text.ts";
import { queryPairs } from "../target.ts";
import type { MappingInput } from "./mapping-source.ts";
import { isMappableStatus, type NamedChange, type ResponseMapping } from "./parameter-mapping.ts";

type Pair = readonly [name: string, value: string];

/**
 * Header lines after the changes, names and values in turn. What has no value stays as it is (H274). A value that would
 * split the message is not written, nor is what it should have taken the place of: whoever can break the value would
 * choose the header (G048).
 */
export function changeHeaders(
  lines: readonly string[],
  changes: readonly NamedChange[],
  input: MappingInput,
): readonly string[] {
  let pairs = lines.flatMap((name, at): Pair[] => (at % 2 ? [] : [[name, lines[at + 1] ?? ""]]));
  for (const { action, name, value } of changes) {
    const isNamed = ([other]: Pair): boolean => other.toLowerCase() === name;
    const rendered = value(input);
    if (rendered === undefined && action !== "remove") continue;
    const text = rendered === undefined ? undefined : headerText(rendered.toWellFormed());
    if (action !== "append") pairs = pairs.filter((pair) => !isNamed(pair));
    if (text === undefined) continue;
    if (action === "overwrite") pairs = [...pairs, [name, text]];
    else pairs = appended(pairs, pairs.findLastIndex(isNamed), [name, text]);
  }
  return pairs.flat();
}

// H275: joined by a comma, but for cookies, which have a line each (RFC 6265 3).
function appended(pairs: readonly Pair[], at: number, [name, text]: Pair): Pair[] {
  const earlier = pairs[at];
  if (!earlier || name === "set-cookie") return [...pairs, [name, text]];
  return pairs.with(at, [earlier[0], `${earlier[1]},${text}`]);
}

/** A query text after the changes; without any it stays as the client encoded it. */
export function changeQuery(
  query: string,
  changes: readonly NamedChange[],
  input: MappingInput,
): string {
  if (changes.length === 0) return query;
  let pairs = queryPairs(query);
  for (const { action, name, value } of changes) {
    const text = action === "remove" ? undefined : value(input);
    if (action !== "remove" && text === undefined) continue;
    const kept = action === "append" ? pairs : pairs.filter(([other]) => other !== name);
    pairs = text === undefined ? kept : [...kept, [name, text]];
  }
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** An answer after the changes for its status (H270). */
export function changeAnswer(
  answer: Answer,
  mapping: ResponseMapping,
  input: MappingInput,
): Answer {
  const headers = changeHeaders(answer.headers, mapping.headers, input);
  const mapped = Number(mapping.statusCode?.(input) ?? answer.status);
  const status = isMappableStatus(mapped) ? mapped : answer.status;
  // H183: these two have no body.
  const body = status === 204 || status === 304 ? "" : answer.body;
  // A text is written together with the headers, which may hold more than ASCII now.
  return { ...answer, status, headers, body: typeof body === "string" ? Buffer.from(body) : body };
}
