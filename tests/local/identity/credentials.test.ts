import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { WEB_ID } from "../cognito/support/graph.ts";
import { callIdentity } from "../cognito/support/json-api.ts";
import { type RunningPools, serve } from "../cognito/support/running-pools.ts";
import {
  IDENTITY_POOL_ID,
  identityGraph,
  PROVIDER,
  role,
  roleArnOf,
  roles,
  tags,
} from "./support/graph.ts";
import { credentialsOf, getId, loginsOf, type Person, person } from "./support/people.ts";

const NO_ROLE = {
  __type: "InvalidIdentityPoolConfigurationException",
  message: "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
};

describe("identity pools: GetCredentialsForIdentity", () => {
  let pools: RunningPools;
  let ada: Person;
  let bob: Person;
  before(async () => {
    pools = await serve(identityGraph({ allowUnauthenticatedIdentities: true }));
    ada = await person(pools, "ada@example.com");
    bob = await person(pools, "bob@example.com");
  });
  after(() => pools.close());

  const get = (identityId: string, token?: string) =>
    callIdentity(pools, "GetCredentialsForIdentity", {
      IdentityId: identityId,
      ...(token === undefined ? {} : { Logins: loginsOf(token) }),
    });

  it("C314: gives keys that last an hour", async () => {
    const { status, body } = await credentialsOf(pools, ada.idToken);
    equal(status, 200);
    deepEqual(Object.keys(body), ["IdentityId", "Credentials"]);
    const { AccessKeyId, SecretKey, SessionToken, Expiration } = body["Credentials"];
    match(AccessKeyId, /^ASIASTANDIN[A-Z2-7]{9}$/);
    match(SecretKey, /^[A-Za-z0-9+/]{40}$/);
    match(SessionToken, /^[A-Za-z0-9+/]{160}$/);
    equal(Expiration, Math.floor(pools.clock.now() / 1000) + 3600);
  });

  it("H150: says whom they stand for", async () => {
    const { body } = await credentialsOf(pools, ada.idToken);
    const issued = pools.credentials.find(body["Credentials"]["AccessKeyId"]);
    deepEqual(issued, {
      accessKeyId: body["Credentials"]["AccessKeyId"],
      secretKey: body["Credentials"]["SecretKey"],
      sessionToken: body["Credentials"]["SessionToken"],
      issuedAt: pools.clock.now(),
      expiresAt: pools.clock.now() + 3_600_000,
      roleArn: roleArnOf("member"),
      isForeignRole: false,
      userId: "AROAMEMBER:CognitoIdentityCredentials",
      userArn: "arn:aws:sts::123456789012:assumed-role/member/CognitoIdentityCredentials",
      cognitoIdentity: {
        amr: ["authenticated", PROVIDER, `${PROVIDER}:CognitoSignIn:${ada.sub}`],
        identityId: body["IdentityId"],
        identityPoolId: IDENTITY_POOL_ID,
      },
      principalTags: {},
    });
  });

  it("gives other keys every time, and logs the role, never the secret", async () => {
    const [one, other] = [
      await credentialsOf(pools, ada.idToken),
      await credentialsOf(pools, ada.idToken),
    ];
    const [first, second] = [one.body["Credentials"], other.body["Credentials"]];
    notEqual(first["SecretKey"], second["SecretKey"]);
    equal(
      pools.log.at(-1),
      `identity pool "identities": stand-in credentials ${second["AccessKeyId"]} for ${other.body["IdentityId"]} as ${roleArnOf("member")}`,
    );
    const log = pools.log.join("\n");
    for (const secret of [first["SecretKey"], second["SessionToken"], ada.idToken])
      equal(log.includes(secret), false);
  });

  it("C318: gives a guest the guests' role", async () => {
    const { body } = await credentialsOf(pools);
    const issued = pools.credentials.find(body["Credentials"]["AccessKeyId"]);
    equal(issued?.roleArn, roleArnOf("guest"));
    deepEqual(issued?.cognitoIdentity.amr, ["unauthenticated"]);
  });

  it("C323: refuses the identity of another user", async () => {
    const { body: adas } = await getId(pools, ada.idToken);
    await getId(pools, bob.idToken);
    const { status, body } = await get(adas["IdentityId"], bob.idToken);
    deepEqual(
      [status, body],
      [
        400,
        {
          __type: "NotAuthorizedException",
          message:
            "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        },
      ],
    );
  });

  it("C323: refuses the identity of another user to one who has none yet", async () => {
    const carl = await person(pools, "carl@example.com");
    const { body: adas } = await getId(pools, ada.idToken);
    equal((await get(adas["IdentityId"], carl.idToken)).body["__type"], "NotAuthorizedException");
    notEqual((await getId(pools, carl.idToken)).body["IdentityId"], adas["IdentityId"]);
  });

  it("C323: refuses a signed-in user's identity to who shows no login", async () => {
    const { body: adas } = await getId(pools, ada.idToken);
    const { body } = await get(adas["IdentityId"]);
    equal(body["message"], `Access to Identity '${adas["IdentityId"]}' is forbidden.`);
  });

  it("C323: a guest who signs in keeps the identity", async () => {
    const dora = await person(pools, "dora@example.com");
    const { body: guest } = await getId(pools);
    const { body } = await get(guest["IdentityId"], dora.idToken);
    equal(body["IdentityId"], guest["IdentityId"]);
    equal((await getId(pools, dora.idToken)).body["IdentityId"], guest["IdentityId"]);
    equal((await get(guest["IdentityId"])).body["__type"], "NotAuthorizedException");
  });

  it("C323: a guest who signs in as somebody with an identity does not take it over", async () => {
    await getId(pools, ada.idToken);
    const { body: guest } = await getId(pools);
    equal(
      (await get(guest["IdentityId"], ada.idToken)).body["__type"],
      "ResourceConflictException",
    );
  });

  it("C313: an unlinked login leads to a new identity, the old one to nobody", async () => {
    const emil = await person(pools, "emil@example.com");
    const { body: old } = await getId(pools, emil.idToken);
    const unlink = {
      IdentityId: old["IdentityId"],
      Logins: loginsOf(emil.idToken),
      LoginsToRemove: [PROVIDER],
    };
    deepEqual((await callIdentity(pools, "UnlinkIdentity", unlink)).body, {});
    notEqual((await getId(pools, emil.idToken)).body["IdentityId"], old["IdentityId"]);
    equal((await get(old["IdentityId"])).body["__type"], "NotAuthorizedException");
  });

  it("C314: names an identity that is not there", async () => {
    const id = "us-east-1:00000000-0000-4000-8000-000000000000";
    const { body } = await get(id, ada.idToken);
    deepEqual(body, {
      __type: "ResourceNotFoundException",
      message: `Identity '${id}' not found.`,
    });
  });

  it("C315: refuses an access token here too", async () => {
    const { body: adas } = await getId(pools, ada.idToken);
    const { body } = await get(adas["IdentityId"], ada.accessToken);
    equal(body["message"], "Invalid login token. Missing a required claim: aud");
  });

  it("C314: finds nobody behind keys from the second on at which they expire", async () => {
    const timed = await serve(identityGraph());
    const { idToken } = await person(timed, "tim@example.com");
    const { body } = await credentialsOf(timed, idToken);
    const { AccessKeyId } = body["Credentials"];
    timed.clock.advance(3_599);
    equal(timed.credentials.find(AccessKeyId)?.accessKeyId, AccessKeyId);
    timed.clock.advance(1);
    equal(timed.credentials.find(AccessKeyId), undefined);
    await timed.close();
  });
});

/** Every role that identity pools may assume names one (C321). */
const OWN_POOL = { StringEquals: { "cognito-identity.amazonaws.com:aud": IDENTITY_POOL_ID } };

describe("identity pools: trust of a role", () => {
  const trusting = (changes: Parameters<typeof role>[2]) =>
    role("trusting", "authenticated", changes);
  const attachment = roles({ roles: { authenticated: roleArnOf("trusting") } });
  const denial = {
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRoleWithWebIdentity",
  };
  const tagging = { Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] };
  const rows: readonly (readonly [string, Parameters<typeof identityGraph>[1][], boolean])[] = [
    ["the pool and its users", [attachment, trusting({})], true],
    [
      "another identity pool",
      [
        attachment,
        trusting({
          Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": "us-east-1:x" } },
        }),
      ],
      false,
    ],
    [
      "guests only",
      [
        attachment,
        trusting({
          Condition: {
            ...OWN_POOL,
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
          },
        }),
      ],
      false,
    ],
    [
      "users of the user pool",
      [
        attachment,
        trusting({
          Condition: {
            ...OWN_POOL,
            "ForAnyValue:StringLike": {
              "cognito-identity.amazonaws.com:amr": `${PROVIDER}:CognitoSignIn:*`,
            },
          },
        }),
      ],
      true,
    ],
    [
      "Lambda",
      [
        attachment,
        trusting({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
      ],
      false,
    ],
    ["whoever comes", [attachment, trusting({ Principal: "*", Condition: {} })], true],
    [
      "whoever comes, in its other spelling",
      [attachment, trusting({ Principal: { AWS: "*" }, Condition: {} })],
      true,
    ],
    [
      "the pool, and denies it to whoever comes",
      [attachment, role("trusting", "authenticated", {}, [denial])],
      false,
    ],
    [
      "what nobody can judge",
      [
        attachment,
        trusting({ Condition: { ...OWN_POOL, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      ],
      false,
    ],
    [
      "users without tags, where there are tags",
      [attachment, trusting({}), tags({ useDefaults: true })],
      false,
    ],
    ["users with tags", [attachment, trusting(tagging), tags({ useDefaults: true })], true],
    ["nobody, from elsewhere", [roles({ roles: { authenticated: roleArnOf("elsewhere") } })], true],
    ["nobody: there is none", [roles({ roles: {} })], false],
  ];
  for (const [title, resources, isTrusted] of rows) {
    it(`C320, C321: ${isTrusted ? "takes" : "refuses"} a role that trusts ${title}`, async () => {
      const pools = await serve(identityGraph({}, ...resources));
      const { idToken } = await person(pools, "ada@example.com");
      const { status, body } = await credentialsOf(pools, idToken);
      if (isTrusted) equal(status, 200);
      else deepEqual([status, body], [400, NO_ROLE]);
      await pools.close();
    });
  }

  it("C321: says in the log what the role lacks", async () => {
    const condition = { ...OWN_POOL, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
    const pools = await serve(identityGraph({}, attachment, trusting({ Condition: condition })));
    const { idToken } = await person(pools, "ada@example.com");
    await credentialsOf(pools, idToken);
    equal(
      pools.log.at(-1),
      `aws:iam/role:Role "trusting" does not let cognito-identity.amazonaws.com do sts:AssumeRoleWithWebIdentity for ` +
        `authenticated callers of ${IDENTITY_POOL_ID}; the condition IpAddress of aws:SourceIp cannot be judged here`,
    );
    await pools.close();
  });

  it("says in the log that nobody here knows a role from elsewhere", async () => {
    const foreign = roleArnOf("elsewhere");
    const pools = await serve(identityGraph({}, roles({ roles: { authenticated: foreign } })));
    const { idToken } = await person(pools, "ada@example.com");
    const { body } = await credentialsOf(pools, idToken);
    equal(pools.credentials.find(body["Credentials"]["AccessKeyId"])?.isForeignRole, true);
    match(
      pools.log.at(-1) ?? "",
      / as arn:aws:iam::123456789012:role\/elsewhere, which the program does not make$/,
    );
    await pools.close();
  });

  it("C320: tags the session with claims, and logs the tags", async () => {
    const mapped = tags({ principalTags: { mail: "email", missing: "custom:tenant" } });
    const pools = await serve(identityGraph({}, attachment, trusting(tagging), mapped));
    const { idToken } = await person(pools, "ada@example.com");
    const { body } = await credentialsOf(pools, idToken);
    const issued = pools.credentials.find(body["Credentials"]["AccessKeyId"]);
    deepEqual(issued?.principalTags, { mail: "ada@example.com" });
    match(pools.log.at(-1) ?? "", /, tagged mail=ada@example\.com$/);
    await pools.close();
  });

  it("C320: the default tags are the user's sub and the client", async () => {
    const pools = await serve(
      identityGraph({}, attachment, trusting(tagging), tags({ useDefaults: true })),
    );
    const { sub, idToken } = await person(pools, "ada@example.com");
    const { body } = await credentialsOf(pools, idToken);
    const issued = pools.credentials.find(body["Credentials"]["AccessKeyId"]);
    deepEqual(issued?.principalTags, { username: sub, client: WEB_ID });
    await pools.close();
  });
});
