import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { queryPairs } from "../target.ts";

/** What an `Authorization` header of Signature Version 4 says. */
export interface SignatureHeader {
  readonly accessKeyId: string;
  readonly scope: SignatureScope;
  /** Names in lower case, in alphabetical order. */
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
}

/** What a signature is good for. */
export interface SignatureScope {
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** A request as the client signed it: nothing of it is decoded. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  /** Header names and values in turn, as the request sent them. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

const algorithm = "AWS4-HMAC-SHA256";

/**
 * Reads an `Authorization` header.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @returns undefined when it has another form than Signature Version 4 has
 */
export function readSignatureHeader(authorization: string): SignatureHeader | undefined {
  if (!authorization.startsWith(`${algorithm} `)) return undefined;
  const pairs = authorization.slice(algorithm.length).split(",");
  const members = new Map(
    pairs.map((pair) => [
      pair.slice(0, pair.indexOf("=")).trim(),
      pair.slice(pair.indexOf("=") + 1),
    ]),
  );
  if (pairs.length !== 3 || members.size !== 3) return undefined;
  const credential = (members.get("Credential") ?? "").trim().split("/");
  const signedHeaders = (members.get("SignedHeaders") ?? "").trim().split(";");
  const signature = (members.get("Signature") ?? "").trim();
  const [accessKeyId = "", date = "", region = "", service = "", end] = credential;
  if (credential.length !== 5 || end !== "aws4_request" || !/^[0-9a-f]{64}$/.test(signature)) {
    return undefined;
  }
  if (!signedHeaders.every((name, at) => isNext(name, signedHeaders[at - 1]))) return undefined;
  return { accessKeyId, scope: { date, region, service }, signedHeaders, signature };
}

// Lower case, in order, each once: another spelling of the list would be another signature of the same request.
function isNext(name: string, previous: string | undefined): boolean {
  return /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) && (previous === undefined || previous < name);
}

/** Milliseconds since 1970 of an `X-Amz-Date`, `YYYYMMDDTHHMMSSZ`; undefined for any other text. */
export function readAmzDate(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** Whether the request was signed with this key; takes as long for a signature that is nearly right. */
export function isSignedBy(
  secretKey: string,
  header: SignatureHeader,
  request: SignedRequest & { readonly amzDate: string },
): boolean {
  const { date, region, service } = header.scope;
  const stringToSign = [
    algorithm,
    request.amzDate,
    `${date}/${region}/${service}/aws4_request`,
    sha256(canonicalRequest(request, header.signedHeaders)),
  ].join("\n");
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${secretKey}`,
  );
  return timingSafeEqual(hmac(key, stringToSign), Buffer.from(header.signature, "hex"));
}

/** The one text that stands for a request, as for every service but S3: paths are encoded once more. */
export function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const { method, url, rawHeaders, body } = request;
  const mark = url.indexOf("?");
  return [
    method,
    canonicalPath(mark < 0 ? url : url.slice(0, mark)),
    mark < 0 ? "" : canonicalQuery(url.slice(mark + 1)),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(rawHeaders, name)}`),
    "",
    signedHeaders.join(";"),
    // The body itself, whatever `x-amz-content-sha256` says of it.
    sha256(body),
  ].join("\n");
}

/** Whether a signature says which path was meant: empty and dot segments are not signed. @param url as sent */
export function isPathSigned(url: string): boolean {
  const [path = ""] = url.split("?", 1);
  return !/\/(?:\.{0,2}\/|\.{1,2}$)/.test(path);
}

// Empty and dot segments go, what is left is encoded as it was sent (RFC 3986 5.2.4).
function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(encode(segment));
  }
  return `/${kept.join("/")}${kept.length > 0 && path.endsWith("/") ? "/" : ""}`;
}

function canonicalQuery(query: string): string {
  return queryPairs(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(
      ([name, value], [other, otherValue]) => compare(name, other) || compare(value, otherValue),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function canonicalValue(rawHeaders: readonly string[], wanted: string): string {
  const values: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if ((rawHeaders[at] ?? "").toLowerCase() === wanted) values.push(rawHeaders[at + 1] ?? "");
  }
  // Blanks of ASCII only: a no-break space is another value, which the function would get.
  return values.map((value) => value.replace(/[ \t]+/g, " ").replace(/^ | $/g, "")).join(",");
}

// RFC 3986 2.3: encodeURIComponent leaves five characters more than the unreserved ones.
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
