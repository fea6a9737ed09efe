import { deepEqual, equal } from "node:assert/strict";
import { evaluate, readPolicy } from "../../../../local/gateway/iam/iam-policy.ts";

const resource = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3/$default/GET/orders/ada";

const known: Readonly<Record<string, readonly string[]>> = {
  "aws:sourceip": ["10.1.2.3"],
  "aws:principaltag/tenant": ["blue"],
  "aws:currenttime": ["2026-11-23T08:00:00Z"],
  "aws:epochtime": ["1795420800"],
  "aws:sourcevpc": [],
  "cognito-identity.amazonaws.com:amr": ["authenticated", "pool", "pool:CognitoSignIn:1"],
  "cognito-identity.amazonaws.com:sub": ["ada"],
};

/** What statements of a policy say to GET /orders/ada. */
function judge(...statements: readonly object[]) {
  const policy = readPolicy({ Version: "2012-10-17", Statement: statements });
  return evaluate(policy ?? [], {
    action: "execute-api:Invoke",
    resource,
    keys: (key) => known[key],
  });
}

const allow = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };

describe("IAM policies", () => {
  const effects: readonly (readonly [string, "Allow" | "Deny" | undefined, readonly object[]])[] = [
    ["no statement", undefined, []],
    ["an allow", "Allow", [allow]],
    ["an allow in front of a deny", "Deny", [allow, { ...allow, Effect: "Deny" }]],
    ["a deny in front of an allow", "Deny", [{ ...allow, Effect: "Deny" }, allow]],
    [
      "a deny of another path",
      "Allow",
      [allow, { ...allow, Effect: "Deny", Resource: `${resource}/x` }],
    ],
    ["an action in other letters", "Allow", [{ ...allow, Action: "EXECUTE-API:invoke" }]],
    ["an action with a wildcard", "Allow", [{ ...allow, Action: "execute-api:*" }]],
    ["a list of actions", "Allow", [{ ...allow, Action: ["s3:GetObject", "*"] }]],
    ["another action", undefined, [{ ...allow, Action: "execute-api:ManageConnections" }]],
    ["all actions but another", "Allow", [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }]],
    [
      "all actions but this",
      undefined,
      [{ Effect: "Allow", NotAction: "execute-api:*", Resource: "*" }],
    ],
    [
      "all resources but this",
      undefined,
      [{ Effect: "Allow", Action: "*", NotResource: resource }],
    ],
    [
      "all resources but another",
      "Allow",
      [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::b" }],
    ],
    [
      "all resources but one that has no name here",
      undefined,
      [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::${aws:SourceVpc}" }],
    ],
    [
      "a denial of all resources but one that has no name here",
      "Deny",
      [allow, { Effect: "Deny", Action: "*", NotResource: "arn:aws:s3:::${aws:SourceVpc}" }],
    ],
    [
      "a variable in the resource",
      "Allow",
      [
        {
          ...allow,
          Resource: "arn:aws:execute-api:*:*:*/GET/orders/${cognito-identity.amazonaws.com:sub}",
        },
      ],
    ],
    [
      "a variable without a value",
      undefined,
      [{ ...allow, Resource: "arn:aws:execute-api:*:*:*${aws:SourceVpc}" }],
    ],
  ];
  for (const [title, effect, statements] of effects) {
    it(`H211: ${title} gives ${effect ?? "nothing"}`, () => {
      deepEqual(judge(...statements), { effect, unjudged: [] });
    });
  }

  const conditions: readonly (readonly [string, object, boolean])[] = [
    ["StringEquals", { "aws:PrincipalTag/tenant": "blue" }, true],
    ["StringEquals", { "aws:PrincipalTag/tenant": "b*" }, false],
    ["StringEquals", { "aws:PrincipalTag/tenant": ["red", "blue"] }, true],
    ["StringEquals", { "aws:SourceVpc": "vpc-1" }, false],
    ["StringEqualsIfExists", { "aws:SourceVpc": "vpc-1" }, true],
    ["StringNotEquals", { "aws:PrincipalTag/tenant": "blue" }, false],
    ["StringNotEquals", { "aws:SourceVpc": "vpc-1" }, true],
    ["StringEqualsIgnoreCase", { "aws:PrincipalTag/tenant": "BLUE" }, true],
    ["StringLike", { "aws:PrincipalTag/tenant": "b*" }, true],
    ["StringNotLike", { "aws:PrincipalTag/tenant": "b*" }, false],
    ["ForAnyValue:StringLike", { "cognito-identity.amazonaws.com:amr": "authenticated" }, true],
    ["ForAnyValue:StringLike", { "cognito-identity.amazonaws.com:amr": "unauthenticated" }, false],
    ["ForAllValues:StringEquals", { "cognito-identity.amazonaws.com:amr": "authenticated" }, false],
    ["ForAllValues:StringEquals", { "aws:SourceVpc": "vpc-1" }, true],
    ["ForAnyValue:StringEquals", { "aws:SourceVpc": "vpc-1" }, false],
    ["IpAddress", { "aws:SourceIp": ["192.168.0.0/16", "10.0.0.0/8"] }, true],
    ["IpAddress", { "aws:SourceIp": "10.1.2.3" }, true],
    ["IpAddress", { "aws:SourceIp": "2001:db8::/32" }, false],
    ["NotIpAddress", { "aws:SourceIp": "10.0.0.0/8" }, false],
    ["DateGreaterThan", { "aws:CurrentTime": "2026-11-23T07:59:59Z" }, true],
    ["DateLessThan", { "aws:EpochTime": "1795420800" }, false],
    ["NumericLessThanEquals", { "aws:EpochTime": 1795420800 }, true],
    ["NumericEquals", { "aws:PrincipalTag/tenant": "blue" }, false],
    ["Bool", { "aws:PrincipalTag/tenant": "BLUE" }, true],
    ["Null", { "aws:SourceVpc": true }, true],
    ["Null", { "aws:SourceIp": "true" }, false],
    ["ArnLike", { "aws:PrincipalTag/tenant": "arn:*" }, false],
  ];
  for (const [operator, expectations, holds] of conditions) {
    const text = JSON.stringify(expectations);
    it(`H211: ${operator} ${text} ${holds ? "holds" : "does not hold"}`, () => {
      const verdict = judge({ ...allow, Condition: { [operator]: expectations } });
      deepEqual(verdict, { effect: holds ? "Allow" : undefined, unjudged: [] });
    });
  }

  it("H211: wants every condition to hold", () => {
    const Condition = {
      StringEquals: { "aws:PrincipalTag/tenant": "blue" },
      IpAddress: { "aws:SourceIp": "192.168.0.0/16" },
    };
    equal(judge({ ...allow, Condition }).effect, undefined);
  });

  it("decides what nobody here can judge against the caller, and says what it was", () => {
    const Condition = { StringEquals: { "aws:PrincipalOrgPaths": "o-1/*" } };
    const unjudged = ["StringEquals of aws:PrincipalOrgPaths"];
    deepEqual(judge({ ...allow, Condition }), { effect: undefined, unjudged });
    deepEqual(judge(allow, { ...allow, Effect: "Deny", Condition }), { effect: "Deny", unjudged });
    deepEqual(judge({ ...allow, Condition: { BinaryEquals: { "aws:SourceIp": "x" } } }), {
      effect: undefined,
      unjudged: ["BinaryEquals of aws:SourceIp"],
    });
  });

  it("takes a dollar sign as it stands in policies of the first version", () => {
    const policy = readPolicy({
      Statement: { ...allow, Resource: `${resource.slice(0, -3)}\${aws:userid}` },
    });
    const request = { action: "execute-api:Invoke", keys: () => undefined };
    const literal = `${resource.slice(0, -3)}\${aws:userid}`;
    equal(evaluate(policy ?? [], { ...request, resource: literal }).effect, "Allow");
    equal(evaluate(policy ?? [], { ...request, resource }).effect, undefined);
  });

  const broken: readonly (readonly [string, unknown])[] = [
    ["no JSON", "{"],
    ["a list", []],
    ["no statement", { Version: "2012-10-17" }],
    ["an effect in lower case", { Statement: [{ ...allow, Effect: "allow" }] }],
    ["neither Action nor NotAction", { Statement: [{ Effect: "Allow", Resource: "*" }] }],
    ["both Action and NotAction", { Statement: [{ ...allow, NotAction: "s3:*" }] }],
    ["neither Resource nor Principal", { Statement: [{ Effect: "Allow", Action: "*" }] }],
    ["a resource that is no text", { Statement: [{ ...allow, Resource: [7] }] }],
    ["a condition that is a text", { Statement: [{ ...allow, Condition: "x" }] }],
  ];
  for (const [title, document] of broken) {
    it(`is no policy with ${title}`, () => {
      equal(readPolicy(document), undefined);
    });
  }
});
