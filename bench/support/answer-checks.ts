import { answering, type EventCheck } from "./event-checks.ts";

/** What becomes of the function's result, and of its failures. */
export function answerChecks(): readonly EventCheck[] {
  return [...inferred(), ...responses(), ...errors()];
}

const PLAIN = "text/plain; charset=utf-8";
const JSON_TYPE = "application/json";

/** A check of status, type and body. */
function check(
  rule: string,
  what: string,
  result: unknown,
  [status, type, body]: readonly [number, string, string],
  path = "/open",
): EventCheck {
  return {
    rule,
    what,
    request: { path, headers: answering(result) },
    holds: ({ status: found, headers, body: bytes }) =>
      found === status && headers.get("content-type") === type && String(bytes) === body,
  };
}

function inferred(): readonly EventCheck[] {
  return [
    check("H166", "an object is sent as JSON", { b: 1, a: [2] }, [
      200,
      JSON_TYPE,
      '{"b":1,"a":[2]}',
    ]),
    check("H167", "a text loses its quotes", '"a \\"text\\""', [200, JSON_TYPE, 'a "text"']),
    check("H169", "an object without statusCode is no response", { body: "hi" }, [
      200,
      JSON_TYPE,
      '{"body":"hi"}',
    ]),
  ];
}

function responses(): readonly EventCheck[] {
  return [
    check("H174", "text/plain where no type is given", { statusCode: 201, body: "{}" }, [
      201,
      PLAIN,
      "{}",
    ]),
    check(
      "H175",
      "the given type is kept",
      { statusCode: 200, headers: { "Content-Type": "text/html" }, body: "<p>" },
      [200, "text/html", "<p>"],
    ),
    {
      rule: "H178",
      what: "each cookie has its line",
      request: {
        path: "/open",
        headers: answering({ statusCode: 200, cookies: ["a=1; Path=/", "b=2"] }),
      },
      holds: ({ all }) => all("set-cookie").join("|") === "a=1; Path=/|b=2",
    },
    {
      rule: "H177",
      what: "multiValueHeaders are ignored",
      request: {
        path: "/open",
        headers: answering({ statusCode: 200, multiValueHeaders: { "x-a": ["1"] } }),
      },
      holds: ({ status, headers }) => status === 200 && !headers.has("x-a"),
    },
    {
      rule: "H179",
      what: "base64 is decoded",
      request: {
        path: "/open",
        headers: answering({ statusCode: 200, body: "/wABgA==", isBase64Encoded: true }),
      },
      holds: ({ body, headers }) =>
        body.toString("hex") === "ff000180" && headers.get("content-length") === "4",
    },
  ];
}

function errors(): readonly EventCheck[] {
  const failed = [500, JSON_TYPE, '{"message":"Internal Server Error"}'] as const;
  return [
    check("H171", "statusCode 200.5", { statusCode: 200.5 }, failed),
    check("H181", "an object as body", { statusCode: 200, body: { a: 1 } }, failed),
    check("H186", "a function that throws", "throw", failed),
    {
      rule: "H188",
      what: "no answer within the integration's timeout",
      request: { path: "/slow", headers: answering("wait") },
      holds: ({ status, body }) =>
        status === 503 && String(body) === '{"message":"Service Unavailable"}',
    },
    {
      rule: "H54",
      what: "no route",
      request: { path: "/nowhere" },
      holds: ({ status, body }) => status === 404 && String(body) === '{"message":"Not Found"}',
    },
  ];
}
