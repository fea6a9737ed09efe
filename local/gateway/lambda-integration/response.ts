import { type Answer, isComputed } from "../answer.ts";
import { lowerName } from "../header-names.ts";
import { hasBytes, headerText, isHeaderName } from "../header-text.ts";
import { isHopByHop } from "../request-headers.ts";
import type { Switches } from "../switches.ts";

/** A function's answer as HTTP, or why it is none (500 for the client, the reason for the access log). */
export type Converted = Answer | { readonly malformed: string };

type Members = Readonly<Record<string, unknown>>;
type HeaderLine = readonly [name: string, value: string];

/** The largest answer that Lambda lets a function give, envelope included (H191). */
const maximumBytes = 6_291_556;

/**
 * Turns the JSON text that a function returned into an HTTP answer, payload format 2.0 (H165–H191).
 */
export function toAnswer(payload: string, switches: Switches): Converted {
  if (isTooLarge(payload)) return tooLarge;
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    // H168: a custom runtime may return anything. An empty payload is a function that returned nothing (H170).
    return inferred(payload === "" ? "null" : payload);
  }
  // H167: a text loses its quotes.
  if (typeof value === "string") return inferred(value);
  // H165, H169: only `statusCode` makes an object a response.
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, "statusCode")) {
    return inferred(payload);
  }
  return fullAnswer(value as Members, switches);
}

/** The same for payload format 1.0, in which nothing is inferred (H193). */
export function toAnswerV1(payload: string, switches: Switches): Converted {
  if (isTooLarge(payload)) return tooLarge;
  const value = parsed(payload);
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, "statusCode")) {
    return wrongType("statusCode");
  }
  const { cookies: _, ...members } = value as Members;
  const answer = fullAnswer(members, switches);
  const lists = readLists(members["multiValueHeaders"]);
  if (!lists) return wrongType("multiValueHeaders");
  if ("malformed" in answer) return answer;
  return { ...answer, headers: [...withoutListed(answer.headers, lists), ...lists.flat()] };
}

/**
 * Header lines that `multiValueHeaders` does not repeat. AWS sends the values of both, the single one first (captured:
 * `V1_CombinesSingleAndMultiValueHeadersHttpV1.json` of aws-lambda-dotnet); a body has one type all the same.
 */
function withoutListed(headers: readonly string[], lists: readonly HeaderLine[]): string[] {
  return headers.flatMap((name, at) => {
    const text = headers[at + 1] ?? "";
    const isListed = lists.some(
      ([other, value]) => other === name && (value === text || name === "content-type"),
    );
    return at % 2 === 1 || isListed ? [] : [name, text];
  });
}

function isTooLarge(payload: string): boolean {
  return payload.length > maximumBytes / 3 && Buffer.byteLength(payload) > maximumBytes;
}

const tooLarge: Converted = {
  malformed: "Response payload size exceeded maximum allowed payload size",
};

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

/** Name and value of each line of `multiValueHeaders`; undefined when AWS would refuse one. */
function readLists(value: unknown): readonly HeaderLine[] | undefined {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  const lines: HeaderLine[] = [];
  for (const [name, values] of Object.entries(value)) {
    if (!Array.isArray(values)) return undefined;
    for (const content of values) {
      const one = readHeaders({ [name]: content });
      if (!one) return undefined;
      lines.push(...one);
    }
  }
  return lines;
}

// H166: spacing and order as the function returned them.
function inferred(body: string): Answer {
  return { status: 200, headers: ["content-type", "application/json"], body };
}

function fullAnswer(value: Members, switches: Switches): Converted {
  const status = readStatus(value["statusCode"], switches);
  if (status === undefined) return wrongType("statusCode");
  const headers: string[] = [];
  const cookies = readCookies(value["cookies"]);
  if (!cookies) return wrongType("cookies");
  const own = readHeaders(value["headers"]);
  if (!own) return wrongType("headers");
  for (const cookie of cookies) headers.push("set-cookie", cookie);
  for (const [name, text] of own) headers.push(name, text);
  const body = readBody(value["body"], value["isBase64Encoded"] === true);
  if (body === undefined) return wrongType("body");
  // H183: these two have no body, hence no type.
  if (status === 204 || status === 304) return { status, headers, body: "" };
  // H174: also when the body is JSON text.
  if (!own.has("content-type")) headers.push("content-type", "text/plain; charset=utf-8");
  return { status, headers, body: hasBytes(headers) ? Buffer.from(body) : body };
}

// H171, H173: an integer; below 200 there would be no answer at all.
function readStatus(value: unknown, switches: Switches): number | undefined {
  const isDigits = typeof value === "string" && /^\d{3}$/.test(value);
  const status = switches.statusCodeAsText && isDigits ? Number(value) : value;
  return Number.isInteger(status) && (status as number) >= 200 && (status as number) <= 599
    ? (status as number)
    : undefined;
}

/** By lower-case name (H176); null when AWS would refuse one. */
function readHeaders(value: unknown): Map<string, string> | undefined {
  const headers = new Map<string, string>();
  if (value === undefined || value === null) return headers;
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  // Of parsed JSON, so that all members are its own.
  for (const name in value) {
    const text = headerValue((value as Members)[name]);
    if (text === undefined || !isHeaderName(name)) return undefined;
    const lower = lowerName(name);
    // H285, H286: those of the connection and those that the gateway computes.
    if (!isHopByHop(lower) && !isComputed(lower)) headers.set(lower, text);
  }
  return headers;
}

// H178: one set-cookie line each.
function readCookies(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const cookies = value.map((cookie) =>
    typeof cookie === "string" ? headerText(cookie) : undefined,
  );
  return cookies.every((cookie) => cookie !== undefined) ? cookies : undefined;
}

function headerValue(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? headerText(value) : undefined;
}

function readBody(value: unknown, isBase64: boolean): string | Buffer | undefined {
  if (value === undefined || value === null) return "";
  // H181: an object as body is the most common mistake there is.
  if (typeof value !== "string") return undefined;
  if (!isBase64) return value;
  const bytes = Buffer.from(value, "base64");
  // H180: what cannot be decoded is no answer.
  return bytes.toString("base64") === value ? bytes : undefined;
}

function wrongType(field: string): Converted {
  return {
    malformed:
      "The response from the Lambda function doesn't match the format that API Gateway expects. " +
      `Lambda body contains the wrong type for field "${field}"`,
  };
}
