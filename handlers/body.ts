import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { problem, type Response } from "./response";

/** The members of a request's JSON body, or the answer for a body that is no plain JSON object. */
export type Body =
  | { readonly members: Readonly<Record<string, unknown>>; readonly refusal?: never }
  | { readonly members?: never; readonly refusal: Response };

/** Larger bodies are not parsed, in bytes. */
const MAX_BYTES = 1024 * 1024;
/** Lists and objects inside one another. */
const MAX_DEPTH = 32;

/**
 * Reads a JSON object of up to 1 MB and 32 levels, in which no object has a member twice: parsers disagree on which one
 * counts. API Gateway hands over as base64 what it does not take for text.
 */
export function jsonBody(event: Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded">): Body {
  const members = parseObject(event.body ?? "", event.isBase64Encoded);
  if (members === undefined) {
    return { refusal: problem(400, "Bad Request", "Send a JSON object as the body.") };
  }
  return { members };
}

/** Node skips what is no base64: then the bytes are not what was sent. */
function parseObject(body: string, isBase64: boolean): Record<string, unknown> | undefined {
  try {
    const bytes = Buffer.from(body, isBase64 ? "base64" : "utf8");
    if (isBase64 && bytes.toString("base64") !== body) return undefined;
    if (bytes.length > MAX_BYTES) return undefined;
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text, finite);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject && isPlain(text) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses a number that JavaScript has not: `1e400` would be written as `null`. */
function finite(_name: string, value: unknown): unknown {
  if (value === Infinity || value === -Infinity) throw new RangeError();
  return value;
}

/**
 * Whether a text that is JSON keeps to the depth, and names each member of an object once; `"\u0061"` and `"a"` are one
 * name.
 */
function isPlain(json: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, quoted = "", colon] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*(:?)|[{}[\]]/g)) {
    if (token === "{" || token === "[") {
      if (open.push(new Set()) > MAX_DEPTH) return false;
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (colon === ":") {
      const name = JSON.parse(quoted) as string;
      const names = open.at(-1);
      if (names?.has(name)) return false;
      names?.add(name);
    }
  }
  return true;
}
