import assert from "node:assert/strict";
import {
  logicalName,
  routeArnSuffix,
  routeIdentity,
  routeKeyProblem,
} from "../../../components/api/route-key";

describe("route keys", () => {
  const good = [
    "$default",
    "GET /",
    "POST /orders",
    "ANY /orders/{id}",
    "GET /files/{path+}",
    "DELETE /v1.0/users/~me",
    "HEAD /a-b_c",
  ];
  for (const routeKey of good) {
    it(`takes ${routeKey}`, () => assert.equal(routeKeyProblem(routeKey), undefined));
  }

  const methods = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, ANY";
  const noKey = `must be "$default" or METHOD /path, METHOD one of ${methods}.`;
  const bad: readonly [string, string][] = [
    ["get /x", noKey],
    ["FOO /x", noKey],
    ["GET x", noKey],
    ["GET  /x", noKey],
    ["/x", noKey],
    ["", noKey],
    ["GET /x/", "has a path that ends in a slash."],
    ["GET //x", "has a path that holds an empty segment."],
    ["GET /a/../b", "has a path that holds a dot segment."],
    [
      "GET /{path+}/x",
      "has a path that continues after a greedy parameter, which has to be the last segment.",
    ],
    [
      "GET /{a+}/{b+}",
      "has a path that continues after a greedy parameter, which has to be the last segment.",
    ],
    [
      "GET /x{id}",
      'has a path that holds the segment "x{id}": a segment is plain text, {name} or {name+}.',
    ],
    [
      "GET /{a}{b}",
      'has a path that holds the segment "{a}{b}": a segment is plain text, {name} or {name+}.',
    ],
    [
      "GET /x/:id",
      'has a path that holds ":id", which API Gateway takes for plain text: write {id}.',
    ],
    [
      "GET /x/*",
      'has a path that holds "*", which API Gateway takes for plain text: write {proxy+}.',
    ],
    [
      "GET /a b",
      'has a path that holds the segment "a b": a segment is plain text, {name} or {name+}.',
    ],
    [
      "GET /x?y=1",
      'has a path that holds the segment "x?y=1": a segment is plain text, {name} or {name+}.',
    ],
  ];
  for (const [routeKey, rest] of bad) {
    it(`refuses ${JSON.stringify(routeKey)}`, () => {
      assert.equal(routeKeyProblem(routeKey), `routes["${routeKey}"] ${rest}`);
    });
  }
});

describe("the identity of a route", () => {
  it("H25: does not depend on the names of parameters", () => {
    assert.equal(routeIdentity("GET /pets/{id}"), routeIdentity("GET /pets/{petId}"));
  });
  it("tells a parameter from a greedy one and from plain text", () => {
    const keys = ["GET /pets/{id}", "GET /pets/{id+}", "GET /pets/id", "ANY /pets/{id}"];
    assert.equal(new Set(keys.map(routeIdentity)).size, 4);
  });
});

describe("the source that may call a route's function", () => {
  const cases: readonly [string, string][] = [
    ["GET /", "GET/"],
    ["GET /hello", "GET/hello"],
    ["ANY /users/{id}", "*/users/{id}"],
    ["$default", "$default"],
  ];
  for (const [routeKey, suffix] of cases) {
    it(`H288, H289: is ${suffix} for ${routeKey}`, () =>
      assert.equal(routeArnSuffix(routeKey), suffix));
  }
});

describe("logical names of routes", () => {
  const cases: readonly [string, string][] = [
    ["$default", "api-default"],
    ["GET /", "api-get"],
    ["GET /hello", "api-get-hello"],
    ["GET /users/{id}", "api-get-users-id"],
    ["GET /users/{userId}", "api-get-users-userId"],
    ["GET /files/{path+}", "api-get-files-path"],
    ["POST /sign-ups", "api-post-sign_ups"],
    ["ANY /x", "api-any-x"],
  ];
  for (const [routeKey, name] of cases) {
    it(`calls ${routeKey} ${name}`, () => assert.equal(logicalName("api", routeKey), name));
  }

  it("adds a hash where characters are lost", () => {
    assert.equal(logicalName("api", "GET /v1.0"), "api-get-v10-c5156bf7");
  });
  it("adds a hash where a name would be too long for a Lambda function", () => {
    const name = logicalName("api", `GET /${"segment/".repeat(12)}end`);
    assert.equal(name.length, 48);
    assert.match(name, /^api-get-segment-.*-[0-9a-f]{8}$/);
  });
  it("never gives one name to two keys, except for a parameter called like plain text", () => {
    const segments = ["a", "b", "a-b", "a_b", "a.b", "A", "ab", "{a}"];
    const keys = segments.flatMap((one) => [
      `GET /${one}`,
      `POST /${one}`,
      ...segments.map((two) => `GET /${one}/${two}`),
    ]);
    const nameOf = (routeKey: string) => logicalName("api", routeKey);
    const withoutBraces = (routeKey: string) => routeKey.replace(/[{}]/g, "");
    const clashes = keys.filter((one) =>
      keys.some((two) => nameOf(one) === nameOf(two) && withoutBraces(one) !== withoutBraces(two)),
    );
    assert.deepEqual(clashes, []);
  });
});
