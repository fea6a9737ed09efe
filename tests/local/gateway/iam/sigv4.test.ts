import { deepEqual, equal } from "node:assert/strict";
import {
  canonicalRequest,
  isPathSigned,
  isSignedBy,
  readAmzDate,
  readSignatureHeader,
  type SignedRequest,
} from "../../../../local/gateway/iam/sigv4.ts";
import { sign, type Unsigned } from "../../support/signer.ts";

const credentials = {
  AccessKeyId: "ASIAEXAMPLEEXAMPLE00",
  SecretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  SessionToken: "session-token",
};
const date = new Date(Date.UTC(2026, 10, 23, 8, 15, 42));
const origin = "http://127.0.0.1:3000";

/** What the gateway gets of a request that the SDK's code signed. */
async function received(
  path: string,
  request: Unsigned = {},
): Promise<SignedRequest & { amzDate: string; authorization: string }> {
  const headers = await sign(credentials, origin + path, request, { date });
  const url = new URL(origin + path);
  return {
    method: request.method ?? "GET",
    url: url.pathname + url.search,
    rawHeaders: Object.entries(headers).flat(),
    body: Buffer.from(request.body ?? ""),
    amzDate: headers["x-amz-date"] ?? "",
    authorization: headers["authorization"] ?? "",
  };
}

function verify(
  request: SignedRequest & { amzDate: string; authorization: string },
  secret = credentials.SecretKey,
) {
  const header = readSignatureHeader(request.authorization);
  return header !== undefined && isSignedBy(secret, header, request);
}

describe("Signature Version 4", () => {
  const requests: readonly (readonly [string, string, Unsigned?])[] = [
    ["a plain path", "/orders"],
    ["the root", "/"],
    ["a slash at the end", "/orders/"],
    ["empty segments", "//orders///7"],
    ["encoded characters in the path", "/a%20b/%C3%A9/x%2Fy"],
    ["characters that not every encoder encodes", "/a!b'(c)*~-._/@:$&+,;="],
    ["a query", "/orders?b=2&a=1"],
    ["names that sort by their encoding", "/orders?A=1&a=2&%C3%A9=3&_=4&-=5&a-b=6&a.b=7"],
    ["repeated names", "/orders?a=2&a=1&a=10"],
    ["empty values", "/orders?b&a=&c=1"],
    ["spaces and plus signs in the query", "/orders?q=a%20b%2Bc&r=x+y"],
    ["characters of the query that stay or not", "/orders?q=!'()*~-._/?:@"],
    ["a body", "/orders", { method: "POST", body: '{"quantity":1}' }],
    ["a body of bytes", "/orders", { method: "PUT", body: new Uint8Array([0, 255, 10, 13]) }],
    [
      "headers with blanks",
      "/orders",
      { headers: { "x-note": "  two   words  ", "x-amz-meta": "a" } },
    ],
    [
      "its own hash",
      "/orders",
      { method: "POST", body: "x", headers: { "content-type": "text/plain" } },
    ],
  ];
  for (const [title, path, request] of requests) {
    it(`H211: accepts what the SDK signs: ${title}`, async () => {
      equal(verify(await received(path, request)), true);
    });
  }

  // Whatever encoders disagree about, in each place of a URL.
  const pieces = [
    "!",
    "'",
    "(",
    ")",
    "*",
    "~",
    "-._",
    "$",
    "&",
    "+",
    ",",
    ";",
    "=",
    ":",
    "@",
    "|",
    "^",
    "[",
    "]",
    "`",
    "{}",
    "é",
    "漢",
    "😀",
    "%20",
    "%2F",
    "%2f",
    "%25",
    "%252F",
    "%3D",
    "%26",
    "%2B",
    "%C3%A9",
    "..",
    ".",
    "//",
  ];
  for (const piece of pieces) {
    it(`H211: reads "${piece}" as the SDK does, in a path and in a query`, async () => {
      const urls = [
        `/a${piece}b`,
        `/${piece}`,
        `/a/${piece}/`,
        `/a?${piece}=1`,
        `/a?x=${piece}&x=${piece}0`,
        `/?${piece}`,
      ];
      const verdicts = await Promise.all(urls.map(async (url) => verify(await received(url))));
      deepEqual(
        verdicts,
        urls.map(() => true),
      );
    });
  }

  const changes: readonly (readonly [
    string,
    (request: SignedRequest) => Partial<SignedRequest> | object,
  ])[] = [
    ["another method", () => ({ method: "DELETE" })],
    ["another path", () => ({ url: "/orders/8?a=1" })],
    ["another case in the path", () => ({ url: "/Orders/7?a=1" })],
    ["a slash more at the end", () => ({ url: "/orders/7/?a=1" })],
    ["a decoded slash", () => ({ url: "/orders%2F7?a=1" })],
    ["another value in the query", () => ({ url: "/orders/7?a=2" })],
    ["a parameter more", () => ({ url: "/orders/7?a=1&b=2" })],
    ["a parameter less", () => ({ url: "/orders/7" })],
    ["another body", () => ({ body: Buffer.from("y") })],
    ["no body", () => ({ body: Buffer.alloc(0) })],
    ["another date", () => ({ amzDate: "20261123T081543Z" })],
    [
      "a signed header changed",
      ({ rawHeaders }) => ({
        rawHeaders: rawHeaders.map((text) => (text === "note" ? "other" : text)),
      }),
    ],
    [
      "a signed header sent twice",
      ({ rawHeaders }) => ({ rawHeaders: [...rawHeaders, "x-note", "other"] }),
    ],
    [
      "another host",
      ({ rawHeaders }) => ({
        rawHeaders: rawHeaders.map((text) => (text === "127.0.0.1:3000" ? "localhost:3000" : text)),
      }),
    ],
  ];
  for (const [title, change] of changes) {
    it(`H212: refuses a request with ${title}`, async () => {
      const request = await received("/orders/7?a=1", {
        method: "POST",
        body: "x",
        headers: { "x-note": "note" },
      });
      equal(verify(request), true);
      equal(verify({ ...request, ...change(request) }), false);
    });
  }

  it("H299: refuses what another key signed", async () => {
    equal(verify(await received("/orders"), "another secret"), false);
  });

  it("H211: hashes the body itself, whatever the header says of it", async () => {
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    equal(verify(await received("/orders", { method: "POST", body: "x", headers })), false);
  });

  it("orders and encodes as the specification says", () => {
    const text = canonicalRequest(
      {
        method: "GET",
        url: "/a%20b/./c/../d?z=%2f&a=1&a=0&b",
        rawHeaders: ["Host", "x", "X-B", " 2 ", "x-b", "1"],
        body: Buffer.alloc(0),
      },
      ["host", "x-b"],
    );
    deepEqual(text.split("\n"), [
      "GET",
      "/a%2520b/d",
      "a=0&a=1&b=&z=%2F",
      "host:x",
      "x-b:2,1",
      "",
      "host;x-b",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ]);
  });

  const signature = "0".repeat(64);
  const good = `AWS4-HMAC-SHA256 Credential=ASIA1/20261123/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`;

  it("reads a header, with or without blanks, in any order", () => {
    const expected = {
      accessKeyId: "ASIA1",
      scope: { date: "20261123", region: "us-east-1", service: "execute-api" },
      signedHeaders: ["host", "x-amz-date"],
      signature,
    };
    deepEqual(readSignatureHeader(good), expected);
    deepEqual(readSignatureHeader(good.replaceAll(", ", ",")), expected);
    const [head = "", names = "", end = ""] = good.slice("AWS4-HMAC-SHA256 ".length).split(", ");
    deepEqual(readSignatureHeader(`AWS4-HMAC-SHA256 ${names}, ${end}, ${head}`), expected);
  });

  const bad: readonly (readonly [string, string])[] = [
    ["nothing", ""],
    ["a bearer token", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.x"],
    ["another algorithm", good.replace("HMAC", "ECDSA-P256")],
    ["the algorithm in lower case", good.toLowerCase()],
    ["two headers in one", `${good},${good}`],
    ["no signature", good.replace(/, Signature.*/, "")],
    ["a member more", `${good}, Extra=1`],
    ["a member twice", good.replace("SignedHeaders=host;x-amz-date", `Signature=${signature}`)],
    ["a short signature", good.slice(0, -1)],
    ["a signature in upper case", good.replace(signature, "A".repeat(64))],
    ["a scope without its end", good.replace("/aws4_request", "")],
    ["a scope with a part more", good.replace("/execute-api/", "/execute-api/x/")],
    ["signed headers out of order", good.replace("host;x-amz-date", "x-amz-date;host")],
    ["a signed header twice", good.replace("host;", "host;host;")],
    ["a signed header in upper case", good.replace("host;", "Host;")],
    ["no signed headers", good.replace("host;x-amz-date", "")],
  ];
  for (const [title, header] of bad) {
    it(`H299: is no signature: ${title}`, () => {
      equal(readSignatureHeader(header), undefined);
    });
  }

  for (const path of ["//", "/a//b", "/a/./b", "/a/../b", "/..", "/a/.?b=c", "/a//?b"]) {
    it(`H48, H299: does not cover ${path}, which is signed as another path`, () => {
      equal(isPathSigned(path), false);
    });
  }
  for (const path of ["/", "/a/", "/a/...", "/.a/b.", "/a?b=//..", "/%2e%2e/a"]) {
    it(`H299: covers ${path}`, () => {
      equal(isPathSigned(path), true);
    });
  }

  it("reads dates of one form only", () => {
    equal(readAmzDate("20261123T081542Z"), date.getTime());
    const others = [
      "20261123T081542",
      "2026-11-23T08:15:42Z",
      "20261323T081542Z",
      "20261123T081542Z,20261123T081542Z",
      "",
    ];
    deepEqual(
      others.map(readAmzDate),
      others.map(() => undefined),
    );
  });
});
