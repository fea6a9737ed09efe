import assert from "node:assert/strict";
import { IdentityPool } from "../../components/identity-pool";
import type { IdentityPoolArgs, TagClaim } from "../../components/identity/identity-pool-args";
import { childrenOf, inputs, recorded, recordedOnce, resource, types } from "../support/recorded";

const ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab3";
const PROVIDER = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab3";
const POOL = "aws:cognito/identityPool:IdentityPool";
const ROLES = "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment";
const TAGS = "aws:cognito/identityPoolProviderPrincipalTag:IdentityPoolProviderPrincipalTag";

type Args = IdentityPoolArgs<"editors" | "readers", "sales" | "support">;

const made = (args: Partial<Args> = {}) =>
  recordedOnce(
    () =>
      new IdentityPool("identities", {
        issuer: ISSUER,
        clientIds: ["web", "phone"],
        roles: { authenticated: {} },
        ...args,
      }),
  );

const trustOf = (poolId: string, amr: string, actions: readonly string[]) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: actions,
      Condition: {
        StringEquals: { "cognito-identity.amazonaws.com:aud": poolId },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
      },
    },
  ],
});
const TAGGED = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"];

describe("an identity pool", () => {
  const recording = made();

  it("F71, F72: takes ID tokens of its clients, honours sign-out, and knows no guests", async () => {
    assert.deepEqual(childrenOf(await recording(), "identities"), [
      "IdentityPool identities",
      "IdentityPoolProviderPrincipalTag identities-tags",
      "IdentityPoolRoleAttachment identities-roles",
      "Role identities-authenticated",
    ]);
    assert.deepEqual(inputs(await recording(), POOL, "identities"), {
      identityPoolName: "secure-api-test-identities",
      allowUnauthenticatedIdentities: false,
      allowClassicFlow: false,
      cognitoIdentityProviders: ["web", "phone"].map((clientId) => ({
        clientId,
        providerName: PROVIDER,
        serverSideTokenCheck: true,
      })),
    });
  });

  it("F73, C321: gives everybody one role, which trusts this pool's signed-in users", async () => {
    const { id } = resource(await recording(), POOL, "identities");
    const role = resource(await recording(), types.role, "identities-authenticated");
    const { assumeRolePolicy } = role.inputs;
    assert.deepEqual(JSON.parse(String(assumeRolePolicy)), trustOf(id, "authenticated", TAGGED));
    assert.deepEqual(inputs(await recording(), ROLES, "identities-roles"), {
      identityPoolId: id,
      roles: { authenticated: role.outputs["arn"] },
    });
  });

  it("F74, C320: makes claims tags, the proof of the address always among them", async () => {
    const tagged = made({ principalTags: { tenant: "custom:tenant" } });
    assert.deepEqual(inputs(await tagged(), TAGS, "identities-tags"), {
      identityPoolId: resource(await tagged(), POOL, "identities").id,
      identityProviderName: PROVIDER,
      useDefaults: false,
      principalTags: { tenant: "custom:tenant", email_verified: "email_verified" },
    });
  });

  it("F73: gives roles by group, and none to who is in no group", async () => {
    const policies = [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }];
    const byGroup = { editors: { description: "Write", policies }, readers: {} };
    const grouped = made({ roles: { byGroup } });
    const arnOf = async (key: string) =>
      resource(await grouped(), types.role, `identities-${key}`).outputs["arn"];
    assert.deepEqual(inputs(await grouped(), types.group, "identities-editors"), {
      userPoolId: "us-east-1_Ab3",
      name: "editors",
      precedence: 0,
      description: "Write",
      roleArn: await arnOf("editors"),
    });
    assert.deepEqual(inputs(await grouped(), types.group, "identities-readers"), {
      userPoolId: "us-east-1_Ab3",
      name: "readers",
      precedence: 1,
      roleArn: await arnOf("readers"),
    });
    assert.deepEqual(inputs(await grouped(), ROLES, "identities-roles")["roleMappings"], [
      { identityProvider: `${PROVIDER}:web`, ambiguousRoleResolution: "Deny", type: "Token" },
      { identityProvider: `${PROVIDER}:phone`, ambiguousRoleResolution: "Deny", type: "Token" },
    ]);
    const { policy } = inputs(await grouped(), types.rolePolicy, "identities-editors-policy");
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::b/*"] }],
    });
  });

  it("F73: gives roles by rule, in their order", async () => {
    const byRule = {
      sales: { claim: "custom:department", equals: "sales" },
      support: { claim: "custom:department", equals: "support" },
    };
    const ruled = made({ clientIds: ["web"], roles: { byRule } });
    const roleArn = async (key: string) =>
      resource(await ruled(), types.role, `identities-${key}`).outputs["arn"];
    const rule = { claim: "custom:department", matchType: "Equals" };
    assert.deepEqual(inputs(await ruled(), ROLES, "identities-roles")["roleMappings"], [
      {
        identityProvider: `${PROVIDER}:web`,
        ambiguousRoleResolution: "Deny",
        type: "Rules",
        mappingRules: [
          { ...rule, value: "sales", roleArn: await roleArn("sales") },
          { ...rule, value: "support", roleArn: await roleArn("support") },
        ],
      },
    ]);
  });

  it("F72: lets guests in for a reason, which their role tells", async () => {
    const open = made({ guests: { reason: "Public maps" } });
    assert.equal(inputs(await open(), POOL, "identities")["allowUnauthenticatedIdentities"], true);
    const { id } = resource(await open(), POOL, "identities");
    const role = resource(await open(), types.role, "identities-guests");
    assert.equal(role.inputs["description"], "Guests of identities: Public maps");
    const { assumeRolePolicy } = role.inputs;
    const trust = trustOf(id, "unauthenticated", ["sts:AssumeRoleWithWebIdentity"]);
    assert.deepEqual(JSON.parse(String(assumeRolePolicy)), trust);
    const { roles } = inputs(await open(), ROLES, "identities-roles");
    assert.deepEqual(roles, {
      authenticated: resource(await open(), types.role, "identities-authenticated").outputs["arn"],
      unauthenticated: role.outputs["arn"],
    });
  });

  const rule = { claim: "custom:department", equals: "x" };
  const many = Object.fromEntries(Array.from({ length: 26 }, (_, at) => [`r${at}`, rule]));
  const refused: readonly [string, object, string][] = [
    [
      "no client",
      { clientIds: [] },
      "clientIds is empty: name the clients whose users get credentials.",
    ],
    [
      "11 clients",
      { clientIds: Array(11).fill("c") },
      "clientIds has 11 clients: roles are chosen for 10 at most.",
    ],
    [
      "groups and rules at once",
      { roles: { byGroup: { a: {} }, byRule: { b: rule } } },
      "roles has both byGroup and byRule: a client's users get their role in one way. Remove one.",
    ],
    [
      "C319: 26 rules",
      { roles: { byRule: many } },
      "roles.byRule has 26 rules: Cognito takes 25 at most.",
    ],
    [
      "a rule by what users write themselves",
      { roles: { byRule: { a: { claim: "name", equals: "x" } } } },
      'roles.byRule["a"] goes by "name", which users may change themselves: use an attribute of your own.',
    ],
    [
      "a rule that compares nothing",
      { roles: { byRule: { a: { claim: "custom:a", equals: "" } } } },
      'roles.byRule["a"] compares nothing: name the claim and its text.',
    ],
    [
      "a role with the name of another",
      { roles: { byGroup: { authenticated: {} } } },
      'roles has "authenticated", which is the name of a role of every pool.',
    ],
    [
      "F74: a tag that users write themselves",
      { principalTags: { city: "address" } },
      'principalTags["city"] is "address", which users may change themselves: use an attribute of your own.',
    ],
    [
      "F74: another claim for the proof of the address",
      { principalTags: { email_verified: "custom:yes" } },
      'principalTags["email_verified"] is always the claim of that name: give the tag another name.',
    ],
    [
      "F74: more tags than a session has",
      {
        principalTags: Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`t${at}`, "sub"])),
      },
      "principalTags has 50 tags: a session has 50 at most, email_verified among them.",
    ],
    [
      "F72: guests without a reason",
      { guests: { reason: " " } },
      "guests has no reason: say why everybody on the internet gets credentials.",
    ],
    [
      "F72: a reason that IAM does not take",
      { guests: { reason: "\u4e2d" } },
      "guests.reason is no description of a role: 1 to 500 characters of Latin-1.",
    ],
  ];
  for (const [title, args, message] of refused) {
    it(`refuses ${title}`, async () => {
      const settings = { issuer: ISSUER, clientIds: ["web"], roles: {}, ...args };
      const failure = await recorded(
        () => new IdentityPool("identities", settings as unknown as Args),
      ).then(
        () => "",
        (error: Error) => error.message,
      );
      assert.ok(failure.includes(message), failure);
    });
  }

  it("F74: has no tag for what users write themselves, by its type", () => {
    // @ts-expect-error: a standard attribute that its owner may change
    const claim: TagClaim = "nickname";
    assert.equal(claim, "nickname");
  });
});
