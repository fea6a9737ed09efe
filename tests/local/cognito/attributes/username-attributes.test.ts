import assert from "node:assert/strict";
import { client, domain, graphOf, pool, POOL_ID, resource, WEB_ID } from "../support/graph.ts";
import type { Properties } from "../../../../local/program/graph.ts";
import {
  type ApiAnswer,
  call,
  createUser,
  decodeUnverified,
  EMAIL,
  lastCode,
  PASSWORD,
  signIn,
  outcome,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const PHONE = "+4915112349934";
const OTHER_PHONE = "+4915112349935";
const OTHER_EMAIL = "mallory@example.com";
const subOf = ({ body }: ApiAnswer) =>
  decodeUnverified(body["AuthenticationResult"]["AccessToken"])["sub"];

describe("a pool where people sign in by e-mail or phone", () => {
  let pools: RunningPools;
  beforeEach(async () => {
    const both = {
      usernameAttributes: ["email", "phone_number"],
      autoVerifiedAttributes: ["email", "phone_number"],
    };
    pools = await serve(graphOf(pool(both), client()));
  });
  afterEach(() => pools.close());

  function signUp(Username: string, attributes: Record<string, string> = {}): Promise<ApiAnswer> {
    return call(pools, "SignUp", {
      ClientId: WEB_ID,
      Username,
      Password: PASSWORD,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    });
  }

  for (const [name, first, second, attributes] of [
    ["by phone with another's e-mail address", EMAIL, PHONE, { email: EMAIL }],
    ["by e-mail with another's phone number", PHONE, EMAIL, { phone_number: PHONE }],
  ] as const) {
    it(`C250, C175: refuses a sign-up ${name}, whose name stays theirs`, async () => {
      const sub = await createUser(pools, { username: first });
      const refused = await signUp(second, attributes);
      assert.equal(refused.body["__type"], "UsernameExistsException");
      assert.equal(subOf(await signIn(pools, { username: first })), sub);
    });
  }

  it("C250: a second attribute is taken as well, from the sign-up on", async () => {
    assert.equal((await signUp(PHONE, { email: EMAIL })).status, 200);
    assert.deepEqual(outcome(await signUp(EMAIL.toUpperCase())), [
      "UsernameExistsException",
      "An account with the given email already exists.",
    ]);
    const again = await signUp(OTHER_PHONE, { email: EMAIL });
    assert.equal(again.body["__type"], "UsernameExistsException");
  });

  it("C250: a verified second attribute does not become an alias", async () => {
    await signUp(EMAIL, { phone_number: PHONE });
    const ConfirmationCode = lastCode(pools, PHONE);
    await call(pools, "ConfirmSignUp", { ClientId: WEB_ID, Username: EMAIL, ConfirmationCode });
    assert.equal((await signIn(pools)).status, 200);
    assert.deepEqual(outcome(await signIn(pools, { username: PHONE })), [
      "NotAuthorizedException",
      "Incorrect username or password.",
    ]);
  });

  it("C231: what a removed user had is free again", async () => {
    const first = await signUp(PHONE, { email: EMAIL });
    pools.store.users.remove(POOL_ID, first.body["UserSub"]);
    assert.equal((await signUp(EMAIL, { phone_number: PHONE })).status, 200);
  });
});

describe("the answer to NEW_PASSWORD_REQUIRED", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(
    parts: { pool?: Properties; client?: Properties; attributes?: Properties } = {},
  ): Promise<void> {
    const inputs = { userPoolId: POOL_ID, username: EMAIL, temporaryPassword: PASSWORD };
    const invited = resource("aws:cognito/user:User", "alice", {
      inputs: { ...inputs, attributes: parts.attributes ?? {} },
    });
    pools = await serve(graphOf(pool(parts.pool), domain(), client(parts.client), invited));
  }

  async function challenge(): Promise<ApiAnswer["body"]> {
    return (await signIn(pools)).body;
  }

  async function answer(attributes: Record<string, string>): Promise<ApiAnswer> {
    const { Session } = await challenge();
    const given = Object.entries(attributes).map(([name, value]) => [
      `userAttributes.${name}`,
      value,
    ]);
    return call(pools, "RespondToAuthChallenge", {
      ClientId: WEB_ID,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses: {
        USERNAME: EMAIL,
        NEW_PASSWORD: "N3w-password",
        ...Object.fromEntries(given),
      },
    });
  }

  it("C250, O112: may not take another user's e-mail address", async () => {
    await start();
    const sub = await createUser(pools, { username: OTHER_EMAIL });
    assert.deepEqual(outcome(await answer({ email: OTHER_EMAIL.toUpperCase() })), [
      "AliasExistsException",
      "An account with the email already exists.",
    ]);
    assert.equal(subOf(await signIn(pools, { username: OTHER_EMAIL })), sub);
    assert.equal((await challenge())["ChallengeName"], "NEW_PASSWORD_REQUIRED");
  });

  it("C250: a changed e-mail address is the name from then on, the old one is free", async () => {
    await start();
    assert.equal((await answer({ email: OTHER_EMAIL })).status, 200);
    const password = "N3w-password";
    assert.equal((await signIn(pools, { username: OTHER_EMAIL, password })).status, 200);
    assert.equal((await signIn(pools, { password })).status, 400);
    assert.equal(typeof (await createUser(pools)), "string");
  });

  it("C250: nobody answers the name away", async () => {
    await start();
    assert.equal((await answer({ email: "" })).body["__type"], "InvalidParameterException");
  });

  const immutable = (required: boolean) => ({
    schemas: [{ name: "family_name", attributeDataType: "String", mutable: false, required }],
  });

  it("O112, C228: may not change what is immutable, nor add it later", async () => {
    for (const attributes of [{ family_name: "Smith" }, {}]) {
      await start({ pool: immutable(false), attributes });
      assert.deepEqual(outcome(await answer({ family_name: "Admin" })), [
        "InvalidParameterException",
        "user.family_name: Attribute cannot be updated.",
      ]);
      await pools.close();
    }
    await start();
  });

  it("C195: supplies what is required and missing, once, immutable or not", async () => {
    await start({ pool: immutable(true) });
    const { ChallengeParameters } = await challenge();
    assert.equal(ChallengeParameters["requiredAttributes"], '["userAttributes.family_name"]');
    assert.equal((await answer({ family_name: "Smith" })).status, 200);
  });

  it("C195: a required attribute that has a value may not be changed", async () => {
    await start({
      pool: { schemas: [{ name: "name", attributeDataType: "String", required: true }] },
      attributes: { name: "Alice" },
    });
    assert.equal((await answer({ name: "Eve" })).body["__type"], "InvalidParameterException");
    assert.equal((await answer({ name: "Alice" })).status, 200);
  });

  it("C195, C262: shows the attributes that the client may read, no others", async () => {
    await start({
      client: { readAttributes: ["email"] },
      attributes: { given_name: "Alice", email_verified: "true" },
    });
    const { ChallengeParameters } = await challenge();
    assert.equal(ChallengeParameters["userAttributes"], JSON.stringify({ email: EMAIL }));
  });
});

describe("users of the graph and names", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  const user = (name: string, inputs: Properties) =>
    resource("aws:cognito/user:User", name, {
      inputs: { userPoolId: POOL_ID, password: PASSWORD, ...inputs },
    });

  it("C174: a user whose name and e-mail address differ is left out", async () => {
    const differing = user("eve", { username: EMAIL, attributes: { email: OTHER_EMAIL } });
    pools = await serve(graphOf(pool(), client(), differing));
    assert.equal((await signIn(pools)).status, 400);
    assert.equal((await signIn(pools, { username: OTHER_EMAIL })).status, 400);
  });

  it("C174, C253: they may differ in case where the pool does not mind", async () => {
    const same = user("alice", { username: "Alice@example.com", attributes: { email: EMAIL } });
    pools = await serve(graphOf(pool(), client(), same));
    assert.equal((await signIn(pools)).status, 200);
  });

  it("C168: a user of the graph is not the one whose alias is the same text", async () => {
    const wonder = user("one", { username: "one", attributes: { preferred_username: "two" } });
    const two = user("two", { username: "two", attributes: { name: "Two" } });
    const inputs = { usernameAttributes: [], aliasAttributes: ["preferred_username"] };
    pools = await serve(graphOf(pool(inputs), client(), wonder, two));
    const byAlias = await signIn(pools, { username: "two" });
    assert.equal(subOf(byAlias), subOf(await signIn(pools, { username: "one" })));
    assert.equal(pools.store.users.byName(POOL_ID, "one")?.attributes["name"], undefined);
    assert.equal(pools.store.users.byName(POOL_ID, "two"), undefined);
  });

  const verified = { email: EMAIL, email_verified: "true" };
  const aliasPool = pool({ usernameAttributes: [], aliasAttributes: ["email"] });

  it("C251: the second of two with one verified e-mail address is left out", async () => {
    const [one, two] = [
      user("one", { username: "one", attributes: verified }),
      user("two", { username: "two", attributes: verified }),
    ];
    pools = await serve(graphOf(aliasPool, client(), one, two));
    assert.equal((await signIn(pools, { username: "two" })).status, 400);
    const byName = await signIn(pools, { username: "one" });
    assert.equal(subOf(await signIn(pools)), subOf(byName));
  });

  it("C180: unless the program forces the alias", async () => {
    const [one, two] = [
      user("one", { username: "one", attributes: verified }),
      user("two", { username: "two", attributes: verified, forceAliasCreation: true }),
    ];
    pools = await serve(graphOf(aliasPool, client(), one, two));
    const byName = await signIn(pools, { username: "two" });
    assert.equal(subOf(await signIn(pools)), subOf(byName));
  });
});
