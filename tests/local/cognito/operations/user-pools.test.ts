import assert from "node:assert/strict";
import { administer } from "../support/administration.ts";
import {
  CALLBACK,
  client,
  graphOf,
  pool,
  POOL_ID,
  POOL_URN,
  standardGraph,
  urn,
  WEB_ID,
} from "../support/graph.ts";
import {
  call,
  callSigned,
  createUser,
  EMAIL,
  lastCode,
  type Loose,
  outcome,
  PASSWORD,
  signIn,
} from "../support/json-api.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";
import { functionArn } from "../support/triggers.ts";

const MOMENT = START / 1000;
const PASSWORD_POLICY = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

describe("user pools made and changed through the JSON API", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    pools = await serve(standardGraph());
  });
  afterEach(() => pools.close());

  const create = (input: object = {}) =>
    callSigned(pools, "CreateUserPool", { PoolName: "second", ...input });
  const describePool = async (UserPoolId: string = POOL_ID): Promise<Loose> =>
    (await callSigned(pools, "DescribeUserPool", { UserPoolId })).body["UserPool"];
  const addClient = async (UserPoolId: string, more: object = {}): Promise<string> => {
    const input = { UserPoolId, ClientName: "web", ...more };
    const { body } = await callSigned(pools, "CreateUserPoolClient", input);
    return body["UserPoolClient"]["ClientId"];
  };

  it("C1, C7: a new pool has an id of AWS's shape, and its defaults", async () => {
    const { status, body } = await create({ UsernameAttributes: ["email"] });
    const { SchemaAttributes: _schema, Id, Arn, ...settings } = body["UserPool"];
    assert.equal(status, 200);
    assert.match(Id, /^us-east-1_[0-9A-Za-z]{9}$/);
    assert.equal(Arn, `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${Id}`);
    assert.deepEqual(settings, {
      Name: "second",
      LastModifiedDate: MOMENT,
      CreationDate: MOMENT,
      DeletionProtection: "INACTIVE",
      LambdaConfig: {},
      VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_CODE" },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: [] },
      MfaConfiguration: "OFF",
      EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" },
      UserPoolTags: {},
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      UserPoolTier: "ESSENTIALS",
      UsernameAttributes: ["email"],
      Policies: {
        PasswordPolicy: PASSWORD_POLICY,
        SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] },
      },
      EstimatedNumberOfUsers: 0,
    });
    assert.deepEqual(await describePool(Id), body["UserPool"]);
  });

  it("C256, C260: the schema lists standard attributes, sub first, then the pool's own", async () => {
    const Schema = [
      { Name: "email", AttributeDataType: "String", Required: true },
      { Name: "plan", AttributeDataType: "String", StringAttributeConstraints: { MaxLength: "9" } },
      {
        Name: "age",
        AttributeDataType: "Number",
        Mutable: false,
        NumberAttributeConstraints: { MinValue: "0" },
      },
    ];
    const { SchemaAttributes: list } = (await create({ Schema })).body["UserPool"];
    const common = { DeveloperOnlyAttribute: false, Required: false };
    assert.deepEqual(list[0], {
      Name: "sub",
      AttributeDataType: "String",
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: true,
      StringAttributeConstraints: { MinLength: "1", MaxLength: "2048" },
    });
    assert.equal(list.length, 1 + 19 + 2);
    assert.deepEqual(list.slice(-2), [
      {
        Name: "custom:plan",
        AttributeDataType: "String",
        ...common,
        Mutable: true,
        StringAttributeConstraints: { MaxLength: "9" },
      },
      {
        Name: "custom:age",
        AttributeDataType: "Number",
        ...common,
        Mutable: false,
        NumberAttributeConstraints: { MinValue: "0" },
      },
    ]);
    const email = list.find(({ Name }: Loose) => Name === "email");
    assert.deepEqual([email.Required, email.Mutable], [true, true]);
  });

  const attribute = { Name: "x", AttributeDataType: "String" };
  for (const [rule, input, type, message] of [
    [
      "C252: sign-in by attribute and by alias",
      { UsernameAttributes: ["email"], AliasAttributes: ["email"] },
      "InvalidParameterException",
      "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
    ],
    [
      "C259: another type of a standard attribute",
      { Schema: [{ Name: "email", AttributeDataType: "Number" }] },
      "InvalidParameterException",
      "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email",
    ],
    [
      "C259: a text that is too long",
      { Schema: [{ ...attribute, StringAttributeConstraints: { MaxLength: "2049" } }] },
      "InvalidParameterException",
      "user.x: String attributes cannot have a length of more than 2048",
    ],
    [
      "C259: limits the wrong way round",
      {
        Schema: [{ ...attribute, StringAttributeConstraints: { MinLength: "3", MaxLength: "2" } }],
      },
      "InvalidParameterException",
      "user.x: Max length cannot be less than min length.",
    ],
    [
      "C259: no type",
      { Schema: [{ Name: "x" }] },
      "InvalidParameterException",
      "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
    ],
    [
      "C257: a custom attribute that is required",
      { Schema: [{ ...attribute, Required: true }] },
      "InvalidParameterException",
      "Required custom attributes are not supported currently.",
    ],
    [
      "C266: two settings for the same days",
      {
        AdminCreateUserConfig: { UnusedAccountValidityDays: 3 },
        Policies: { PasswordPolicy: PASSWORD_POLICY },
      },
      "InvalidParameterException",
      "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
    ],
    [
      "C282: threat protection without its tier",
      { UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" } },
      "FeatureUnavailableInTierException",
      "Threat protection is available from the PLUS tier on.",
    ],
    [
      "C263, C157: a policy of five characters",
      { Policies: { PasswordPolicy: { MinimumLength: 5 } } },
      "InvalidParameterException",
      "1 validation error detected: Value at 'policies.passwordPolicy.minimumLength' failed to satisfy " +
        "constraint: Member must have value greater than or equal to 6",
    ],
  ] as const) {
    it(`${rule} is refused, and makes no pool`, async () => {
      assert.deepEqual(outcome(await create(input)), [type, message]);
      const { body } = await callSigned(pools, "ListUserPools", { MaxResults: 60 });
      assert.equal(body["UserPools"].length, 1);
    });
  }

  it("C49: a trigger that AWS refuses makes no pool", async () => {
    const LambdaConfig = {
      PreTokenGeneration: functionArn("one"),
      PreTokenGenerationConfig: { LambdaArn: functionArn("other"), LambdaVersion: "V1_0" },
    };
    assert.equal((await create({ LambdaConfig })).body["__type"], "InvalidParameterException");
    const { body } = await callSigned(pools, "ListUserPools", { MaxResults: 60 });
    assert.equal(body["UserPools"].length, 1);
  });

  it("design 5.2: people sign up and in to a pool that was made at run time", async () => {
    const { Id } = (
      await create({
        UsernameAttributes: ["email"],
        AutoVerifiedAttributes: ["email"],
        Policies: { PasswordPolicy: { MinimumLength: 12 } },
      })
    ).body["UserPool"];
    const clientId = await addClient(Id, { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] });
    const weak = await call(pools, "SignUp", {
      ClientId: clientId,
      Username: EMAIL,
      Password: "short",
    });
    assert.equal(
      weak.body["message"],
      "Password did not conform with policy: Password not long enough",
    );
    const password = "long enough then";
    const sub = await createUser(pools, { clientId, password });
    const { body } = await signIn(pools, { clientId, password });
    const { AccessToken } = body["AuthenticationResult"];
    const user = await call(pools, "GetUser", { AccessToken });
    assert.equal(user.body["Username"], sub);
    const discovery = await fetch(`${pools.origin}/${Id}/.well-known/openid-configuration`);
    const document: Loose = await discovery.json();
    assert.equal(document["issuer"], `https://cognito-idp.us-east-1.amazonaws.com/${Id}`);
    assert.equal(document["jwks_uri"], `${pools.origin}/${Id}/.well-known/jwks.json`);
    assert.equal((await describePool(Id))["EstimatedNumberOfUsers"], 1);
  });

  it("C255: UpdateUserPool resets what it leaves out, and keeps what cannot change", async () => {
    const { Id } = (
      await create({
        UsernameAttributes: ["email"],
        AutoVerifiedAttributes: ["email"],
        MfaConfiguration: "OPTIONAL",
        SmsConfiguration: { SnsCallerArn: "arn:aws:iam::123456789012:role/sms", ExternalId: "x" },
        EmailVerificationSubject: "Yours",
        Policies: { PasswordPolicy: { ...PASSWORD_POLICY, MinimumLength: 20 } },
        Schema: [attribute],
      })
    ).body["UserPool"];
    pools.clock.advance(5);
    const update = { UserPoolId: Id, EmailVerificationSubject: "Ours" };
    assert.deepEqual((await callSigned(pools, "UpdateUserPool", update)).body, {});
    const changed = await describePool(Id);
    assert.deepEqual(
      [
        changed["Name"],
        changed["UsernameAttributes"],
        changed["AutoVerifiedAttributes"],
        changed["MfaConfiguration"],
        changed["EmailVerificationSubject"],
        changed["Policies"]["PasswordPolicy"],
        changed["SchemaAttributes"].at(-1)["Name"],
        changed["CreationDate"],
        changed["LastModifiedDate"],
      ],
      [
        "second",
        ["email"],
        undefined,
        "OFF",
        "Ours",
        PASSWORD_POLICY,
        "custom:x",
        MOMENT,
        MOMENT + 5,
      ],
    );
  });

  it("C255: a pool of the program is changed the same way, at once", async () => {
    const config = { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } };
    await administer(pools, "UpdateUserPool", config);
    const refused = await call(pools, "SignUp", {
      ClientId: (await describeClients())[0],
      Username: EMAIL,
      Password: PASSWORD,
    });
    assert.deepEqual(outcome(refused), [
      "NotAuthorizedException",
      "SignUp is not permitted for this user pool",
    ]);
  });

  const describeClients = async (): Promise<string[]> => {
    const { body } = await administer(pools, "ListUserPoolClients");
    return body["UserPoolClients"].map(({ ClientId }: Loose) => ClientId);
  };

  it("C258: AddCustomAttributes adds what is not there", async () => {
    const add = (CustomAttributes: object[]) =>
      administer(pools, "AddCustomAttributes", { CustomAttributes });
    assert.deepEqual((await add([attribute])).body, {});
    assert.equal((await describePool())["SchemaAttributes"].at(-1)["Name"], "custom:x");
    assert.deepEqual(outcome(await add([attribute])), [
      "InvalidParameterException",
      "custom:x: Existing attribute already has name custom:x.",
    ]);
  });

  it("C254, C258: no name is added twice, in any spelling, and a standard one stays what it is", async () => {
    const add = (...names: string[]) =>
      administer(pools, "AddCustomAttributes", {
        CustomAttributes: names.map((Name) => ({ ...attribute, Name })),
      });
    const taken = (name: string) => [
      "InvalidParameterException",
      `${name}: Existing attribute already has name ${name}.`,
    ];
    assert.deepEqual(outcome(await add("y", "y")), taken("custom:y"));
    assert.deepEqual((await add("email")).body, {});
    assert.deepEqual(outcome(await add("custom:email")), taken("custom:email"));
    const schema: Loose[] = (await describePool())["SchemaAttributes"];
    const types = schema.filter(({ Name }) => /^(custom:)?email$/.test(Name));
    assert.deepEqual(
      types.map(({ Name, AttributeDataType }) => [Name, AttributeDataType]),
      [
        ["email", "String"],
        ["custom:email", attribute.AttributeDataType],
      ],
    );
    const twice = await create({ Schema: [attribute, attribute] });
    assert.deepEqual(outcome(twice), taken("custom:x"));
  });

  it("C284: a protected pool stays, and one with a domain", async () => {
    const { Id } = (await create({ DeletionProtection: "ACTIVE" })).body["UserPool"];
    const remove = (UserPoolId: string) => callSigned(pools, "DeleteUserPool", { UserPoolId });
    assert.equal((await remove(Id)).body["__type"], "InvalidParameterException");
    assert.deepEqual(outcome(await remove(POOL_ID)), [
      "InvalidParameterException",
      "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    ]);
    await callSigned(pools, "UpdateUserPool", { UserPoolId: Id });
    assert.equal((await remove(Id)).status, 200);
    const gone = await callSigned(pools, "DescribeUserPool", { UserPoolId: Id });
    assert.equal(gone.body["message"], `User pool ${Id} does not exist.`);
  });

  it("C42, C163: with a pool go its clients, users and sessions", async () => {
    const { Id } = (
      await create({ UsernameAttributes: ["email"], AutoVerifiedAttributes: ["email"] })
    ).body["UserPool"];
    const clientId = await addClient(Id, { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] });
    await createUser(pools, { clientId });
    const { AccessToken } = (await signIn(pools, { clientId })).body["AuthenticationResult"];
    await callSigned(pools, "DeleteUserPool", { UserPoolId: Id });
    assert.equal((await call(pools, "GetUser", { AccessToken })).status, 400);
    assert.deepEqual(outcome(await signIn(pools, { clientId })), [
      "ResourceNotFoundException",
      `User pool client ${clientId} does not exist.`,
    ]);
    assert.equal(pools.store.userSearch.count(Id), 0);
  });

  it("a page of pools leads to the next", async () => {
    await create();
    const first = await callSigned(pools, "ListUserPools", { MaxResults: 1 });
    assert.deepEqual(first.body["UserPools"], [
      {
        Id: POOL_ID,
        Name: "auth",
        LambdaConfig: {},
        LastModifiedDate: MOMENT,
        CreationDate: MOMENT,
      },
    ]);
    const { NextToken } = first.body;
    const second = await callSigned(pools, "ListUserPools", { MaxResults: 1, NextToken });
    assert.deepEqual(
      second.body["UserPools"].map(({ Name }: Loose) => Name),
      ["second"],
    );
    assert.equal(second.body["NextToken"], undefined);
  });

  it("C267: CreateUserPool and UpdateUserPool refuse MFA without a factor", async () => {
    const refusal = [
      "InvalidParameterException",
      "At least one MFA factor has to be configured to turn MFA on.",
    ];
    const MfaConfiguration = "ON";
    assert.deepEqual(outcome(await create({ MfaConfiguration })), refusal);
    assert.deepEqual(
      outcome(await administer(pools, "UpdateUserPool", { MfaConfiguration })),
      refusal,
    );
  });

  it("C267: SetUserPoolMfaConfig needs a factor, and none together with OFF", async () => {
    const set = (input: object) => administer(pools, "SetUserPoolMfaConfig", input);
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    assert.equal(
      (await set({ MfaConfiguration: "ON" })).body["__type"],
      "InvalidParameterException",
    );
    assert.deepEqual(
      outcome(await set({ MfaConfiguration: "OFF", SoftwareTokenMfaConfiguration })),
      [
        "InvalidParameterException",
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
      ],
    );
    const byEmail = { EmailMfaConfiguration: { Message: "Code {####}", Subject: "Code" } };
    assert.deepEqual(outcome(await set({ MfaConfiguration: "OPTIONAL", ...byEmail })), [
      "InvalidParameterException",
      "Codes by e-mail need EmailSendingAccount DEVELOPER.",
    ]);
    const SmsMfaConfiguration = {
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::123456789012:role/sms", ExternalId: "x" },
    };
    const input = {
      SmsMfaConfiguration,
      SoftwareTokenMfaConfiguration,
      MfaConfiguration: "OPTIONAL",
    };
    assert.deepEqual((await set(input)).body, input);
    assert.deepEqual((await administer(pools, "GetUserPoolMfaConfig")).body, input);
    assert.equal((await describePool())["MfaConfiguration"], "OPTIONAL");
    assert.deepEqual((await set({ MfaConfiguration: "OFF" })).body["MfaConfiguration"], "OFF");
  });

  it("tags are added, listed and taken away", async () => {
    const ResourceArn = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${POOL_ID}`;
    const list = async () =>
      (await callSigned(pools, "ListTagsForResource", { ResourceArn })).body["Tags"];
    assert.deepEqual(await list(), {});
    await callSigned(pools, "TagResource", { ResourceArn, Tags: { team: "red", cost: "7" } });
    await callSigned(pools, "UntagResource", { ResourceArn, TagKeys: ["cost"] });
    assert.deepEqual(await list(), { team: "red" });
  });
});

describe("the life of what the JSON API made", () => {
  const second = urn("aws:cognito/userPool:UserPool", "other");

  it("design 5.2: a reset takes it away, and the program's own is back", async () => {
    const pools = await serve(standardGraph());
    await callSigned(pools, "CreateUserPool", { PoolName: "second" });
    await administer(pools, "UpdateUserPool", { EmailVerificationSubject: "Ours" });
    pools.store.reset();
    const { body } = await callSigned(pools, "ListUserPools", { MaxResults: 60 });
    assert.equal(body["UserPools"].length, 1);
    const description = await administer(pools, "DescribeUserPool");
    assert.equal(description.body["UserPool"]["EmailVerificationSubject"], undefined);
    await pools.close();
  });

  it("a reload keeps it, until the program says something else", async () => {
    const before = await serve(graphOf(pool(), client()));
    const made = await callSigned(before, "CreateUserPool", { PoolName: "second" });
    const { Id } = made.body["UserPool"];
    await administer(before, "UpdateUserPool", { EmailVerificationSubject: "Ours" });
    await before.close();
    const subject = async (pools: RunningPools) =>
      (await administer(pools, "DescribeUserPool")).body["UserPool"]["EmailVerificationSubject"];
    const { store } = before;
    const again = await serve(graphOf(pool(), client()), { store });
    assert.equal(await subject(again), "Ours");
    const known = await callSigned(again, "DescribeUserPool", { UserPoolId: Id });
    assert.equal(known.body["UserPool"]["Name"], "second");
    await again.close();
    const changed = graphOf(pool({ emailVerificationSubject: "Theirs" }), client());
    const later = await serve(changed, { store });
    assert.equal(await subject(later), "Theirs");
    await later.close();
  });

  it("design 5.2: it is served on the origin that made it", async () => {
    const graph = graphOf(pool(), pool({}, "other", "us-east-1_Other1234"));
    const pools = await serve(graph, { poolUrn: second });
    const { body } = await callSigned(pools, "CreateUserPool", { PoolName: "second" });
    const made = pools.pools.describe().find(({ id }) => id === body["UserPool"]["Id"]);
    assert.equal(made?.name, "second");
    const [row] = pools.store.resources.all();
    assert.equal(row?.origin, second);
    assert.notEqual(second, POOL_URN);
    await pools.close();
  });

  it("a pool keeps its place when the one that it was made on is gone", async () => {
    const both = graphOf(pool(), pool({}, "other", "us-east-1_Other1234"));
    const before = await serve(both, { poolUrn: second });
    await callSigned(before, "CreateUserPool", { PoolName: "second" });
    await before.close();
    const after = await serve(graphOf(pool()), { store: before.store });
    const { body } = await callSigned(after, "ListUserPools", { MaxResults: 60 });
    assert.equal(body["UserPools"].length, 2);
    const made = after.pools.describe().find(({ name }) => name === "second");
    assert.equal(made?.endpoint, after.origin);
    await after.close();
  });

  it("C32: making a second pool signs no browser out of the first", async () => {
    const pools = await serve(standardGraph());
    const query = `client_id=${WEB_ID}&response_type=code&redirect_uri=${CALLBACK}&scope=openid`;
    const cookieNames = async () => {
      const { headers } = await fetch(`${pools.origin}/login?${query}`);
      return headers.getSetCookie().map((cookie) => cookie.split("=")[0]);
    };
    const names = await cookieNames();
    await callSigned(pools, "CreateUserPool", { PoolName: "second" });
    assert.deepEqual(await cookieNames(), names);
    assert.equal(names.includes("XSRF-TOKEN"), true);
    await pools.close();
  });

  it("C267, C268: a second factor that is switched on meets users at their next sign-in", async () => {
    const pools = await serve(standardGraph());
    await createUser(pools);
    await administer(pools, "SetUserPoolMfaConfig", {
      SoftwareTokenMfaConfiguration: { Enabled: true },
      MfaConfiguration: "ON",
    });
    assert.equal((await signIn(pools)).body["ChallengeName"], "MFA_SETUP");
    await pools.close();
  });

  it("C65, C89: its pages and tokens are those of the client in the query", async () => {
    const pools = await serve(standardGraph());
    const { Id } = (
      await callSigned(pools, "CreateUserPool", {
        PoolName: "second",
        UsernameAttributes: ["email"],
        AutoVerifiedAttributes: ["email"],
      })
    ).body["UserPool"];
    const callback = "https://second.example/cb";
    const { body } = await callSigned(pools, "CreateUserPoolClient", {
      UserPoolId: Id,
      ClientName: "web",
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["client_credentials"],
      AllowedOAuthScopes: [],
      CallbackURLs: [callback],
    });
    const { ClientId, ClientSecret } = body["UserPoolClient"];
    const token = () =>
      fetch(`${pools.origin}/oauth2/token`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${ClientId}:${ClientSecret}`)}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      });
    assert.deepEqual(await (await token()).json(), { error: "invalid_client" });
    await callSigned(pools, "CreateUserPoolDomain", { UserPoolId: Id, Domain: "second" });
    const page = await fetch(
      `${pools.origin}/login?client_id=${ClientId}&response_type=code&redirect_uri=${callback}`,
      { redirect: "manual" },
    );
    assert.match(page.headers.get("location") ?? "", /^https:\/\/second\.example\/cb\?error=/);
    assert.equal((await token()).status, 400);
    const unknown = (await (await token()).json()) as Loose;
    assert.notEqual(unknown["error"], "invalid_client");
    assert.equal(lastCode(pools, EMAIL), "");
    await pools.close();
  });
});
