import assert from "node:assert/strict";
import { toAnswer } from "../../../../local/gateway/lambda-integration/response.ts";
import { defaultSwitches } from "../../../../local/gateway/switches.ts";

const json = ["content-type", "application/json"];
const plain = ["content-type", "text/plain; charset=utf-8"];

describe("gateway: answers of functions, format 2.0", () => {
  const inferred: readonly (readonly [string, string, string])[] = [
    ["H166", '{"b": 1,  "a": 2}', '{"b": 1,  "a": 2}'],
    ["H166", "[1, 2, 3, 4, 5]", "[1, 2, 3, 4, 5]"],
    ["H166", "42", "42"],
    ["H166", "true", "true"],
    ["H167", '"test"', "test"],
    ["H167", '""', ""],
    ["H167", '"a \\"quoted\\" \\u00e9"', 'a "quoted" é'],
    ["H168", '{"a":', '{"a":'],
    ["H169", '{"body":"hi"}', '{"body":"hi"}'],
    ["H169", '{"headers":{"a":"b"}}', '{"headers":{"a":"b"}}'],
    ["H170", "null", "null"],
    ["H170", "", "null"],
    ["H165", '{"statuscode":201}', '{"statuscode":201}'],
  ];
  for (const [rule, payload, body] of inferred) {
    it(`${rule}: ${payload || "nothing"} is inferred`, () => {
      assert.deepEqual(toAnswer(payload, defaultSwitches), { status: 200, headers: json, body });
    });
  }

  const full: readonly (readonly [string, object, number, readonly string[], string])[] = [
    ["H174", { statusCode: 200, body: "{}" }, 200, plain, "{}"],
    [
      "H175",
      { statusCode: 201, headers: { "Content-Type": "a/b" } },
      201,
      ["content-type", "a/b"],
      "",
    ],
    ["H182", { statusCode: 200, body: null }, 200, plain, ""],
    ["H177", { statusCode: 200, multiValueHeaders: { a: ["b"] } }, 200, plain, ""],
    ["H185", { statusCode: 200, more: 1 }, 200, plain, ""],
    ["H183", { statusCode: 204, body: "x" }, 204, [], ""],
    ["H183", { statusCode: 304 }, 304, [], ""],
    [
      "H176",
      { statusCode: 200, headers: { "X-N": 1, "x-b": true } },
      200,
      ["x-n", "1", "x-b", "true", ...plain],
      "",
    ],
    ["H176", { statusCode: 200, headers: { a: "1, 2" } }, 200, ["a", "1, 2", ...plain], ""],
    [
      "H178",
      { statusCode: 200, cookies: ["a=1; Path=/", "b=2"], headers: { "Set-Cookie": "c=3" } },
      200,
      ["set-cookie", "a=1; Path=/", "set-cookie", "b=2", "set-cookie", "c=3", ...plain],
      "",
    ],
    [
      "H285",
      { statusCode: 200, headers: { Connection: "close", "Transfer-Encoding": "chunked" } },
      200,
      plain,
      "",
    ],
    [
      "H286",
      { statusCode: 200, headers: { Date: "x", "Content-Length": "9", "Apigw-Requestid": "y" } },
      200,
      plain,
      "",
    ],
  ];
  for (const [rule, value, status, headers, body] of full) {
    it(`${rule}: ${JSON.stringify(value)}`, () => {
      assert.deepEqual(toAnswer(JSON.stringify(value), defaultSwitches), { status, headers, body });
    });
  }

  it("H179: a base64 body is decoded", () => {
    const value = { statusCode: 200, body: "/wAB", isBase64Encoded: true };
    const answer = toAnswer(JSON.stringify(value), defaultSwitches);
    assert.deepEqual("body" in answer && answer.body, Buffer.from([255, 0, 1]));
  });

  it("a header beyond ASCII goes out as UTF-8", () => {
    const answer = toAnswer('{"statusCode":200,"headers":{"x":"é"},"body":"b"}', defaultSwitches);
    assert.deepEqual("headers" in answer && answer.headers.slice(0, 2), ["x", "\u00c3\u00a9"]);
    assert.deepEqual("body" in answer && answer.body, Buffer.from("b"));
  });

  const malformed: readonly (readonly [string, object, string])[] = [
    ["H171", { statusCode: 0 }, "statusCode"],
    ["H171", { statusCode: 200.5 }, "statusCode"],
    ["H172", { statusCode: "200" }, "statusCode"],
    ["G048", { statusCode: "abc" }, "statusCode"],
    ["G048", { statusCode: 99 }, "statusCode"],
    ["G048", { statusCode: 600 }, "statusCode"],
    ["H173", { statusCode: 101 }, "statusCode"],
    ["H171", { statusCode: null }, "statusCode"],
    ["H181", { statusCode: 200, body: { a: 1 } }, "body"],
    ["H181", { statusCode: 200, body: 7 }, "body"],
    ["H180", { statusCode: 200, body: "%%%", isBase64Encoded: true }, "body"],
    ["H176", { statusCode: 200, headers: { a: ["b"] } }, "headers"],
    ["H176", { statusCode: 200, headers: { a: null } }, "headers"],
    ["H176", { statusCode: 200, headers: ["a"] }, "headers"],
    ["G048", { statusCode: 200, headers: { a: "b\r\nset-cookie: c=d" } }, "headers"],
    ["G048", { statusCode: 200, headers: { a: "b\nc" } }, "headers"],
    ["G048", { statusCode: 200, headers: { a: "b\0c" } }, "headers"],
    ["G048", { statusCode: 200, headers: { "a\r\nb": "c" } }, "headers"],
    ["G048", { statusCode: 200, headers: { "a b": "c" } }, "headers"],
    ["G048", { statusCode: 200, cookies: ["a=1\r\nx: y"] }, "cookies"],
    ["H178", { statusCode: 200, cookies: "a=1" }, "cookies"],
    ["H178", { statusCode: 200, cookies: [1] }, "cookies"],
  ];
  for (const [rule, value, field] of malformed) {
    it(`${rule}: ${JSON.stringify(value)} is no answer`, () => {
      const answer = toAnswer(JSON.stringify(value), defaultSwitches);
      assert.match("malformed" in answer ? answer.malformed : "", new RegExp(`"${field}"$`));
    });
  }

  it("H172: switch U23 takes a status of digits", () => {
    const loose = { ...defaultSwitches, statusCodeAsText: true };
    const answer = toAnswer('{"statusCode":"201"}', loose);
    assert.equal("status" in answer && answer.status, 201);
  });

  it("H191: 6,291,556 bytes pass, one more does not", () => {
    const payload = (bytes: number): string => `"${"x".repeat(bytes - 2)}"`;
    assert.ok("status" in toAnswer(payload(6_291_556), defaultSwitches));
    assert.ok("malformed" in toAnswer(payload(6_291_557), defaultSwitches));
    assert.ok("malformed" in toAnswer(`"${"é".repeat(3_200_000)}"`, defaultSwitches));
  });
});
