import type { Answer, HeaderLines, Request } from "./client.ts";

/** One thing that the documentation or a capture of AWS says of payload 2.0, and how the answer shows it. */
export interface EventCheck {
  /** Number in behaviour/http-api.md. */
  readonly rule: string;
  readonly what: string;
  readonly request: Request;
  /** Gets the answer, and the event where the function sent its event back. */
  readonly holds: (answer: Answer, event: Event) => boolean;
}

/** An event, as far as checks read it. */
export interface Event {
  readonly [member: string]: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: Readonly<Record<string, unknown>> & {
    readonly http: Readonly<Record<string, string>>;
  };
}

/** What the served program's function answers, sent along with the request. */
export function answering(answer: unknown): HeaderLines {
  return [["X-Answer", typeof answer === "string" ? answer : JSON.stringify(answer)]];
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What the event says of the request. */
export function eventChecks(): readonly EventCheck[] {
  return [...paths(), ...requests(), ...bodies()];
}

function paths(): readonly EventCheck[] {
  return [
    {
      rule: "H134",
      what: "version and the members that are always there",
      request: { path: "/open" },
      holds: (_, event) =>
        event["version"] === "2.0" &&
        event["rawQueryString"] === "" &&
        event["isBase64Encoded"] === false,
    },
    {
      rule: "H133",
      what: "no member without a value",
      request: { path: "/open" },
      holds: (_, event) =>
        ["body", "cookies", "pathParameters", "queryStringParameters", "stageVariables"].every(
          (name) => !(name in event),
        ),
    },
    {
      rule: "H148",
      what: "routeKey as configured, twice",
      request: { path: "/orders/7" },
      holds: (_, { routeKey, requestContext }) =>
        routeKey === "GET /orders/{id}" && requestContext["routeKey"] === routeKey,
    },
    {
      rule: "H38",
      what: "decoded path and parameter",
      request: { path: "/orders/A%2042%C3%A9" },
      holds: (_, { rawPath, pathParameters, requestContext }) =>
        rawPath === "/orders/A 42é" &&
        requestContext.http["path"] === rawPath &&
        isSame(pathParameters, { id: "A 42é" }),
    },
    {
      rule: "H45",
      what: "trailing slash of a greedy route",
      request: { path: "/files/a/b/" },
      holds: (_, { rawPath }) => rawPath === "/files/a/b/",
    },
    {
      rule: "H146",
      what: "greedy parameter",
      request: { path: "/files/a/b%20c" },
      holds: (_, { pathParameters }) => isSame(pathParameters, { proxy: "a/b c" }),
    },
    {
      rule: "H49",
      what: "named stage in the path, not in the route key",
      request: { path: "/dev/orders/7" },
      holds: (_, { rawPath, routeKey, requestContext }) =>
        rawPath === "/dev/orders/7" &&
        routeKey === "GET /orders/{id}" &&
        requestContext["stage"] === "dev",
    },
    {
      rule: "H147",
      what: "stage variables",
      request: { path: "/dev/open" },
      holds: (_, { stageVariables }) => isSame(stageVariables, { table: "orders-dev" }),
    },
  ];
}

const QUERY = "tag=new&tag=urgent&plus=a+b&encoded=a%2Bb&empty=&url=https%3A%2F%2Fx.y%2F";

function requests(): readonly EventCheck[] {
  return [
    {
      rule: "H142",
      what: "query as sent, and decoded with repeats joined",
      request: { path: `/open?${QUERY}` },
      holds: (_, { queryStringParameters, rawQueryString }) =>
        rawQueryString === QUERY &&
        isSame(queryStringParameters, {
          tag: "new,urgent",
          plus: "a b",
          encoded: "a+b",
          empty: "",
          url: "https://x.y/",
        }),
    },
    {
      rule: "H141",
      what: "cookies in a list of their own",
      request: { path: "/open", headers: [["Cookie", "session=abc123; theme=dark"]] },
      holds: (_, { cookies, headers }) =>
        isSame(cookies, ["session=abc123", "theme=dark"]) && !("cookie" in headers),
    },
    {
      rule: "H136",
      what: "header names in lower case, repeats joined without a blank",
      request: {
        path: "/open",
        headers: [
          ["X-Trace", "one"],
          ["x-trace", "two"],
          ["X-List", "a, b"],
        ],
      },
      holds: (_, { headers }) => headers["x-trace"] === "one,two" && headers["x-list"] === "a, b",
    },
    {
      rule: "H137",
      what: "headers that the gateway adds",
      request: { path: "/open" },
      holds: (_, { headers }) =>
        headers["x-forwarded-for"] === "127.0.0.1" &&
        headers["x-forwarded-port"] === "443" &&
        headers["x-forwarded-proto"] === "https" &&
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(headers["x-amzn-trace-id"] ?? ""),
    },
    {
      rule: "H152",
      what: "the caller is the peer, whatever it says",
      request: {
        path: "/open",
        headers: [
          ["X-Forwarded-For", "10.0.0.1"],
          ["User-Agent", "demo/1.0"],
        ],
      },
      holds: (_, { requestContext: { http } }) =>
        http["sourceIp"] === "127.0.0.1" &&
        http["userAgent"] === "demo/1.0" &&
        http["protocol"] === "HTTP/1.1",
    },
    {
      rule: "H153",
      what: "time and timeEpoch are one instant",
      request: { path: "/open" },
      holds: (_, { requestContext: { time, timeEpoch } }) => {
        const [, day, month, rest] =
          /^(\d\d)\/(\w{3})\/(\d{4}:\d\d:\d\d:\d\d) \+0000$/.exec(String(time)) ?? [];
        const parsed = Date.parse(`${day} ${month} ${rest?.replace(":", " ")} GMT`);
        return parsed === Math.floor(Number(timeEpoch) / 1000) * 1000;
      },
    },
    {
      rule: "H57",
      what: "request id in the event and on the answer",
      request: { path: "/open" },
      holds: ({ headers }, { requestContext: { requestId } }) =>
        /^.{15}=$/.test(String(requestId)) && headers.get("apigw-requestid") === requestId,
    },
  ];
}

function bodies(): readonly EventCheck[] {
  const sent = (
    rule: string,
    what: string,
    type: string | undefined,
    body: string,
    isBase64: boolean,
  ) => ({
    rule,
    what,
    request: {
      method: "POST",
      path: "/open",
      headers: type === undefined ? [] : [["Content-Type", type] as const],
      body,
    },
    holds: (_: Answer, event: Event) =>
      event["isBase64Encoded"] === isBase64 &&
      event["body"] === (isBase64 ? Buffer.from(body).toString("base64") : body),
  });
  return [
    sent("H154", "JSON is text", "application/json; charset=utf-8", '{"é":1}', false),
    sent("H154", "an image is base64", "image/png", "\u0089PNG", true),
    sent("H155", "a form is base64", "application/x-www-form-urlencoded", "a=1&b=2", true),
    sent("H155", "a body without a type is base64", undefined, "plain", true),
    {
      rule: "H157",
      what: "an empty body is no body",
      request: {
        method: "POST",
        path: "/open",
        headers: [["Content-Type", "image/png"]],
        body: "",
      },
      holds: (_, event) => !("body" in event) && event["isBase64Encoded"] === false,
    },
  ];
}
