import { deepEqual, equal, match } from "node:assert/strict";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import { accountId, region, resource } from "../support/graph.ts";
import {
  allow,
  call,
  foreigner,
  identityId,
  inline,
  open,
  roleArn,
  signedApi,
} from "../support/signed-calls.ts";

describe("gateway: policies of a role on AWS_IAM routes", () => {
  const arn = (tail: string) => `arn:aws:execute-api:${region}:${accountId}:a1b2c3d4e5/${tail}`;
  const on = (Resource: string): Properties => inline({ ...allow, Resource });
  const attachment = (policyArn: string) =>
    resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "att", "att", {
      role: "shopper",
      policyArn,
    });
  const policyArn = `arn:aws:iam::${accountId}:policy/call`;
  const policy = resource(
    "aws:iam/policy:Policy",
    "call",
    policyArn,
    { policy: JSON.stringify({ Version: "2012-10-17", Statement: allow }) },
    { arn: policyArn },
  );
  const rolePolicy = resource("aws:iam/rolePolicy:RolePolicy", "call", "shopper:call", {
    role: "shopper",
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [allow] }),
  });
  const foreignPolicy = `arn:aws:iam::${accountId}:policy/elsewhere`;

  const rows: readonly (readonly [string, number, Properties, readonly Resource[], RegExp?])[] = [
    [
      "no policy",
      403,
      {},
      [],
      /no policy of .*role\/shopper allows execute-api:Invoke on .*\/\$default\/GET\/orders\/7/,
    ],
    ["this path", 200, on(arn("$default/GET/orders/7")), []],
    ["all paths below", 200, on(arn("*/GET/orders/*")), []],
    ["another method", 403, on(arn("*/POST/orders/*")), []],
    ["another stage", 403, on(arn("prod/GET/orders/*")), []],
    ["another API", 403, on(`arn:aws:execute-api:${region}:${accountId}:zzz/*`), []],
    [
      "a deny of the path",
      403,
      inline(allow, { ...allow, Effect: "Deny", Resource: arn("*/*/orders/7") }),
      [],
      /denies/,
    ],
    [
      "a tag that the caller has",
      200,
      inline({ ...allow, Condition: { StringEquals: { "aws:PrincipalTag/tenant": "blue" } } }),
      [],
    ],
    [
      "a tag that the caller has not",
      403,
      inline({ ...allow, Condition: { StringEquals: { "aws:PrincipalTag/tenant": "red" } } }),
      [],
    ],
    [
      "the caller's own identity",
      200,
      inline({
        ...allow,
        Condition: { StringEquals: { "cognito-identity.amazonaws.com:sub": identityId } },
      }),
      [],
    ],
    [
      "a condition that nobody can judge",
      403,
      inline({ ...allow, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
      [],
      /StringEquals of aws:PrincipalOrgID cannot be judged here/,
    ],
    ["a RolePolicy", 200, {}, [rolePolicy]],
    ["an attached policy of the graph", 200, {}, [policy, attachment(policyArn)]],
    [
      "a PolicyAttachment",
      200,
      {},
      [
        policy,
        resource("aws:iam/policyAttachment:PolicyAttachment", "att", "att", {
          roles: ["shopper"],
          policyArn,
        }),
      ],
    ],
    ["a policy that is not attached", 403, {}, [policy]],
    [
      "AmazonAPIGatewayInvokeFullAccess",
      200,
      {},
      [attachment("arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess")],
    ],
    [
      "AdministratorAccess",
      200,
      { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
      [],
    ],
    [
      "AWSDenyAll beside a policy that allows",
      403,
      { ...inline(allow), managedPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll"] },
      [],
      /denies/,
    ],
    [
      "another managed policy",
      403,
      {},
      [attachment("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")],
    ],
    [
      "a policy from elsewhere",
      403,
      {},
      [attachment(foreignPolicy)],
      /policy\/elsewhere cannot be read here/,
    ],
    [
      "a boundary that allows it",
      200,
      { ...inline(allow), permissionsBoundary: policyArn },
      [policy],
    ],
    [
      "a boundary that does not",
      403,
      { ...inline(allow), permissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      [],
    ],
  ];
  for (const [title, status, roleInputs, more, reason] of rows) {
    it(`H211: answers ${status} to a role with ${title}`, async () => {
      const gateway = await open(signedApi(roleInputs, ...more));
      equal((await call(gateway, "/orders/7")).status, status);
      if (reason) match(gateway.log.at(-1) ?? "", reason);
      gateway.close();
    });
  }

  it("H211: a role that the graph does not make may call, unless a switch says otherwise", async () => {
    const lenient = await open(signedApi({}));
    equal((await call(lenient, "/orders", { as: foreigner })).status, 200);
    lenient.close();
    const strict = await open(signedApi(), { switches: { foreignRolesMayInvoke: false } });
    equal((await call(strict, "/orders", { as: foreigner })).status, 403);
    strict.close();
  });

  it("H211: says at start that nobody knows what such a role may do", async () => {
    const attachment = resource(
      "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
      "roles",
      "roles",
      {
        roles: {
          authenticated: roleArn,
          unauthenticated: "arn:aws:iam::123456789012:role/foreign",
        },
      },
    );
    const gateway = await open(signedApi({}, attachment));
    deepEqual(gateway.api.remarks(), [
      'aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment "roles": the program does not make ' +
        "arn:aws:iam::123456789012:role/foreign, so nobody here knows its policies, and it may call every AWS_IAM route.",
    ]);
    gateway.close();
  });

  it("H299: without credentials that were handed out, nobody calls", async () => {
    const gateway = await open(signedApi(), { findCredentials: () => undefined });
    equal((await call(gateway, "/orders")).status, 403);
    gateway.close();
  });
});
