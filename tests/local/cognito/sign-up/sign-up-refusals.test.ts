import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Properties } from "../../../../local/program/graph.ts";
import {
  client,
  domain,
  graphOf,
  pool,
  SERVER_ID,
  SERVER_SECRET,
  serverClient,
  WEB_ID,
} from "../support/graph.ts";
import { type ApiAnswer, call, EMAIL, PASSWORD, outcome } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

describe("sign-up, refused", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(poolInputs: Properties = {}, clientInputs: Properties = {}): Promise<void> {
    pools = await serve(graphOf(pool(poolInputs), domain(), client(clientInputs), serverClient()));
  }

  function signUp(input: object = {}): Promise<ApiAnswer> {
    return call(pools, "SignUp", {
      ClientId: WEB_ID,
      Username: EMAIL,
      Password: PASSWORD,
      ...input,
    });
  }

  it("C175, C253: an e-mail address is taken whatever its case", async () => {
    await start();
    await signUp();
    assert.deepEqual(outcome(await signUp({ Username: "ALICE@example.com" })), [
      "UsernameExistsException",
      "An account with the given email already exists.",
    ]);
  });

  it("C271: refuses where only administrators create users", async () => {
    await start({ adminCreateUserConfig: { allowAdminCreateUserOnly: true } });
    assert.deepEqual(outcome(await signUp()), [
      "NotAuthorizedException",
      "SignUp is not permitted for this user pool",
    ]);
  });

  for (const [password, type, rule] of [
    ["Sh0rt!", "InvalidPasswordException", "Password not long enough"],
    ["NOLOWER1!", "InvalidPasswordException", "Password must have lowercase characters"],
    ["noupper1!", "InvalidPasswordException", "Password must have uppercase characters"],
    ["NoNumber!", "InvalidPasswordException", "Password must have numeric characters"],
    ["NoSymbol1", "InvalidPasswordException", "Password must have symbol characters"],
    [" Leading1!", "InvalidParameterException", "satisfy regular expression"],
    ["Trailing1! ", "InvalidParameterException", "satisfy regular expression"],
    [`A1!${"a".repeat(254)}`, "InvalidParameterException", "less than or equal to 256"],
  ] as const) {
    it(`C173: refuses the password ${password.slice(0, 12)}: ${rule}`, async () => {
      await start();
      const { body } = await signUp({ Password: password });
      assert.equal(body["__type"], type);
      assert.equal(body["message"].includes(rule), true, body["message"]);
    });
  }

  it("C173: a space inside counts as a symbol", async () => {
    await start();
    assert.equal((await signUp({ Password: "Abcdefg 1" })).status, 200);
  });

  for (const address of ["a@b.c..d", "a@b..d", "a@.b.d", "a@b.d.", "a@b", "a@@b.d"]) {
    it(`C171: ${address} is no e-mail address`, async () => {
      await start();
      assert.deepEqual(outcome(await signUp({ Username: address })), [
        "InvalidParameterException",
        "Username should be an email.",
      ]);
    });
  }

  for (const [name, input, type, message] of [
    [
      "a plain name",
      { Username: "alice" },
      "InvalidParameterException",
      "Username should be an email.",
    ],
    [
      "an unknown attribute",
      { UserAttributes: [{ Name: "custom:x", Value: "1" }] },
      "InvalidParameterException",
      "Attributes did not conform to the schema: custom:x: Attribute does not exist in the schema.",
    ],
    [
      "email_verified",
      { UserAttributes: [{ Name: "email_verified", Value: "true" }] },
      "InvalidParameterException",
      "Cannot modify the non-mutable attribute email_verified",
    ],
    [
      "sub",
      { UserAttributes: [{ Name: "sub", Value: "x" }] },
      "InvalidParameterException",
      "Cannot modify the non-mutable attribute sub",
    ],
    [
      "a bad phone number",
      { UserAttributes: [{ Name: "phone_number", Value: "123" }] },
      "InvalidParameterException",
      "Invalid phone number format.",
    ],
    [
      "an attribute that the client may not write",
      { UserAttributes: [{ Name: "custom:plan", Value: "gold" }] },
      "NotAuthorizedException",
      "A client attempted to write unauthorized attribute",
    ],
  ] as const) {
    it(`C172, C176: refuses ${name}`, async () => {
      await start({ schemas: [{ name: "plan", attributeDataType: "String", mutable: true }] });
      assert.deepEqual(outcome(await signUp(input)), [type, message]);
    });
  }

  it("C261: refuses when a required attribute is missing", async () => {
    await start({ schemas: [{ name: "name", attributeDataType: "String", required: true }] });
    assert.deepEqual(outcome(await signUp()), [
      "InvalidParameterException",
      "Attributes did not conform to the schema: name: The attribute is required",
    ]);
  });

  const hash = (name: string) =>
    createHmac("sha256", SERVER_SECRET)
      .update(name + SERVER_ID)
      .digest("base64");

  it("C164, C166, O074: a client with a secret has to prove it before anything else", async () => {
    await start();
    const input = { ClientId: SERVER_ID };
    assert.deepEqual(outcome(await signUp(input)), [
      "NotAuthorizedException",
      `Client ${SERVER_ID} is configured with secret but SECRET_HASH was not received`,
    ]);
    assert.deepEqual(outcome(await signUp({ ...input, SecretHash: hash("other") })), [
      "NotAuthorizedException",
      `Unable to verify secret hash for client ${SERVER_ID}`,
    ]);
    assert.equal((await signUp({ ...input, SecretHash: hash(EMAIL) })).status, 200);
  });
});
