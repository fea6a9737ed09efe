import assert from "node:assert/strict";
import { Authenticator, type Changes, FLAGS } from "../support/authenticator.ts";
import {
  client,
  domain,
  graphOf,
  pool,
  SERVER_ID,
  SERVER_SECRET,
  WEB_ID,
} from "../support/graph.ts";
import {
  type ApiAnswer,
  call,
  createUser,
  EMAIL,
  type Loose,
  PASSWORD,
  signIn,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const POLICY = { signInPolicy: { allowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } };
const FLOWS = { explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] };
const BOB = "bob@example.com";

describe("passkeys", () => {
  let pools: RunningPools;
  let AccessToken: string;
  let authenticator: Authenticator;
  beforeEach(() => start());
  afterEach(() => pools.close());

  async function start(poolInputs: object = POLICY, ...more: readonly ReturnType<typeof domain>[]) {
    const resources = more.length > 0 ? more : [domain()];
    const other = client({ ...FLOWS }, SERVER_ID);
    pools = await serve(graphOf(pool({ ...poolInputs }), client(FLOWS), other, ...resources));
    await createUser(pools);
    AccessToken = await accessToken();
    authenticator = new Authenticator(pools.origin);
  }

  async function accessToken(args: Parameters<typeof signIn>[1] = {}): Promise<string> {
    return (await signIn(pools, args)).body["AuthenticationResult"]["AccessToken"];
  }

  const startRegistration = (token = AccessToken) =>
    call(pools, "StartWebAuthnRegistration", { AccessToken: token });

  const complete = (Credential: object, token = AccessToken) =>
    call(pools, "CompleteWebAuthnRegistration", { AccessToken: token, Credential });

  async function register(changes: Changes = {}, made = authenticator): Promise<ApiAnswer> {
    const { body } = await startRegistration();
    return complete(made.register(body["CredentialCreationOptions"], changes));
  }

  const list = (more: object = {}) =>
    call(pools, "ListWebAuthnCredentials", { AccessToken, ...more });

  async function ask(USERNAME = EMAIL): Promise<{ Session: string; options: Loose }> {
    const { body } = await call(pools, "InitiateAuth", {
      AuthFlow: "USER_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME, PREFERRED_CHALLENGE: "WEB_AUTHN" },
    });
    assert.equal(body["ChallengeName"], "WEB_AUTHN");
    const options = JSON.parse(body["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]);
    return { Session: body["Session"], options };
  }

  function answer(Session: string, CREDENTIAL: string, USERNAME = EMAIL): Promise<ApiAnswer> {
    return call(pools, "RespondToAuthChallenge", {
      ChallengeName: "WEB_AUTHN",
      ClientId: WEB_ID,
      Session,
      ChallengeResponses: { USERNAME, CREDENTIAL },
    });
  }

  async function signInByPasskey(changes: Changes = {}): Promise<ApiAnswer> {
    const { Session, options } = await ask();
    return answer(Session, authenticator.sign(options, changes));
  }

  it("C233: starts with options that a browser makes a passkey from", async () => {
    const { CredentialCreationOptions: options } = (await startRegistration()).body;
    assert.deepEqual(options["rp"], { id: "127.0.0.1", name: "127.0.0.1" });
    assert.equal(options["user"]["name"], EMAIL);
    assert.deepEqual(options["pubKeyCredParams"], [
      { type: "public-key", alg: -7 },
      { type: "public-key", alg: -257 },
    ]);
    assert.equal(options["attestation"], "none");
    assert.deepEqual(options["authenticatorSelection"], {
      requireResidentKey: true,
      residentKey: "required",
      userVerification: "preferred",
    });
    assert.match(options["challenge"], /^[\w-]{43}$/);
  });

  for (const algorithm of ["ES256", "RS256"] as const) {
    it(`C190, C201, C233: a registered ${algorithm} key signs in`, async () => {
      authenticator = new Authenticator(pools.origin, algorithm);
      assert.deepEqual((await register()).body, {});
      const { body } = await signInByPasskey();
      assert.equal(typeof body["AuthenticationResult"]["RefreshToken"], "string");
    });
  }

  it("C190: names the user's passkeys and the relying party in the challenge", async () => {
    await register();
    const { options } = await ask();
    assert.deepEqual(options["allowCredentials"], [
      { type: "public-key", id: authenticator.id, transports: ["internal"] },
    ]);
    assert.equal(options["rpId"], "127.0.0.1");
  });

  it("C190: offers no passkey to who has none", async () => {
    const { body } = await call(pools, "InitiateAuth", {
      AuthFlow: "USER_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL, PREFERRED_CHALLENGE: "WEB_AUTHN" },
    });
    assert.deepEqual(body["AvailableChallenges"], ["PASSWORD", "PASSWORD_SRP"]);
  });

  it("C233: lists passkeys in pages and deletes them", async () => {
    await register();
    const second = new Authenticator(pools.origin);
    pools.clock.advance(1);
    await register({}, second);
    const first = await list({ MaxResults: 1 });
    assert.deepEqual(first.body["Credentials"], [
      {
        CredentialId: authenticator.id,
        FriendlyCredentialName: "Passkey",
        RelyingPartyId: "127.0.0.1",
        AuthenticatorAttachment: "platform",
        AuthenticatorTransports: ["internal"],
        CreatedAt: pools.clock.now() / 1000 - 1,
      },
    ]);
    const rest = await list({ MaxResults: 1, NextToken: first.body["NextToken"] });
    assert.equal(rest.body["Credentials"][0]["CredentialId"], second.id);
    const input = { AccessToken, CredentialId: authenticator.id };
    assert.deepEqual((await call(pools, "DeleteWebAuthnCredential", input)).body, {});
    const again = await call(pools, "DeleteWebAuthnCredential", input);
    assert.equal(again.body["__type"], "ResourceNotFoundException");
    const { Session, options } = await ask();
    const refused = await answer(Session, authenticator.sign(options));
    assert.equal(refused.body["message"], "The passkey could not be verified.");
  });

  for (const [flaw, changes, error] of [
    ["a wrong origin", { origin: "https://evil.example" }, "OriginNotAllowed"],
    ["an origin that only ends alike", { origin: "https://evil127.0.0.1" }, "OriginNotAllowed"],
    ["a wrong relying party", { relyingParty: "evil.example" }, "RelyingPartyMismatch"],
    ["a challenge that was not asked", { challenge: "A".repeat(43) }, "ChallengeNotFound"],
    ["nobody present", { flags: FLAGS.verified }, "CredentialNotSupported"],
    ["a back-up that cannot be", { flags: FLAGS.present | 0x10 }, "CredentialNotSupported"],
    ["an attestation nobody asked for", { format: "packed" }, "CredentialNotSupported"],
  ] as const) {
    it(`C233: registers no passkey with ${flaw}`, async () => {
      const { body } = await register(changes);
      assert.equal(body["__type"], `WebAuthn${error}Exception`);
      assert.deepEqual((await list()).body["Credentials"], []);
    });
  }

  for (const [flaw, changes] of [
    ["of another ceremony", { type: "webauthn.get" }],
    ["from a frame of another site", { crossOrigin: true }],
  ] as const) {
    it(`C233: registers no passkey ${flaw}`, async () => {
      assert.equal((await register(changes)).body["__type"], "InvalidParameterException");
    });
  }

  it("C233: registers no key of another algorithm", async () => {
    const { body } = await register({}, new Authenticator(pools.origin, "ES384"));
    assert.equal(body["__type"], "WebAuthnCredentialNotSupportedException");
  });

  it("C233: a registration answers once, in time, to its own user and client", async () => {
    const options = async (token?: string) =>
      (await startRegistration(token)).body["CredentialCreationOptions"];
    const notFound = "WebAuthnChallengeNotFoundException";
    const once = authenticator.register(await options());
    await complete(once);
    assert.equal((await complete(once)).body["__type"], notFound);
    const late = new Authenticator(pools.origin).register(await options());
    pools.clock.advance(180);
    assert.equal((await complete(late)).body["__type"], notFound);
    await createUser(pools, { username: BOB });
    const bob = await accessToken({ username: BOB });
    const own = new Authenticator(pools.origin).register(await options());
    assert.equal((await complete(own, bob)).body["__type"], notFound);
    const other = await accessToken({ clientId: SERVER_ID });
    const elsewhere = new Authenticator(pools.origin).register(await options());
    const mismatch = await complete(elsewhere, other);
    assert.equal(mismatch.body["__type"], "WebAuthnClientMismatchException");
  });

  it("C233: an id that a user has is nobody else's", async () => {
    await register();
    await createUser(pools, { username: BOB });
    const bob = await accessToken({ username: BOB });
    const { body } = await startRegistration(bob);
    const stolen = authenticator.register(body["CredentialCreationOptions"]);
    assert.equal((await complete(stolen, bob)).body["__type"], "InvalidParameterException");
  });

  it("C233: up to 20 passkeys", async () => {
    for (let count = 0; count < 20; count++) await register({}, new Authenticator(pools.origin));
    assert.equal((await register()).body["__type"], "LimitExceededException");
    assert.equal((await list()).body["Credentials"].length, 20);
  });

  for (const garbage of [
    {},
    { id: "x", type: "public-key", response: {} },
    { id: "AAAA", rawId: "AAAA", type: "public-key", response: { clientDataJSON: "%%" } },
  ]) {
    it(`O110: refuses ${JSON.stringify(garbage)} as a credential`, async () => {
      assert.equal((await complete(garbage)).body["__type"], "InvalidParameterException");
    });
  }

  for (const [what, attestationObject] of [
    ["no CBOR", "_____w"],
    ["a nesting without end", Buffer.alloc(10_000, 0x81).toString("base64url")],
    ["too much", Buffer.alloc(20_000).toString("base64url")],
  ] as const) {
    it(`O110: refuses ${what} as an attestation`, async () => {
      const { body } = await startRegistration();
      const made = authenticator.register(body["CredentialCreationOptions"]);
      const credential = { ...made, response: { ...made.response, attestationObject } };
      assert.equal((await complete(credential)).body["__type"], "InvalidParameterException");
    });
  }

  for (const [flaw, changes] of [
    ["on a wrong origin", { origin: "https://evil.example" }],
    ["for a wrong relying party", { relyingParty: "evil.example" }],
    ["of another challenge", { challenge: "A".repeat(43) }],
    ["of another ceremony", { type: "webauthn.create" }],
    ["with nobody present", { flags: FLAGS.verified }],
    ["with another user's handle", { userHandle: "AAAA" }],
    ["whose counter went back", { signCount: 0 }],
  ] as const) {
    it(`C201: refuses a signature ${flaw}`, async () => {
      await register({ signCount: 5 });
      const { body } = await signInByPasskey({ signCount: 6, ...changes });
      assert.deepEqual(body, {
        __type: "NotAuthorizedException",
        message: "The passkey could not be verified.",
      });
    });
  }

  it("C188, C201: refuses a signature that was used before, in its session and in a new one", async () => {
    await register();
    const { Session, options } = await ask();
    const used = authenticator.sign(options);
    assert.equal((await answer(Session, used)).status, 200);
    const replayed = await answer(Session, used);
    assert.equal(
      replayed.body["message"],
      "Invalid session for the user, session can only be used once.",
    );
    const next = await ask();
    assert.equal((await answer(next.Session, used)).body["__type"], "NotAuthorizedException");
  });

  it("C201: refuses another user's passkey, and another key under the right id", async () => {
    await register();
    await createUser(pools, { username: BOB });
    const bob = await accessToken({ username: BOB });
    const made = new Authenticator(pools.origin);
    const { body } = await startRegistration(bob);
    await complete(made.register(body["CredentialCreationOptions"]), bob);
    const first = await ask();
    const asAlice = await answer(first.Session, made.sign(first.options));
    assert.equal(asAlice.body["message"], "The passkey could not be verified.");
    const second = await ask();
    const forged = JSON.parse(new Authenticator(pools.origin).sign(second.options));
    const renamed = { ...forged, id: authenticator.id, rawId: authenticator.id };
    const refused = await answer(second.Session, JSON.stringify(renamed));
    assert.equal(refused.body["message"], "The passkey could not be verified.");
    const third = await ask();
    const named = await answer(third.Session, authenticator.sign(third.options), BOB);
    assert.equal(named.body["message"], "Invalid session for the user.");
  });

  it("C201: needs no user handle where the challenge names the user", async () => {
    await register();
    assert.equal((await signInByPasskey({ userHandle: null })).status, 200);
  });

  it("C233: wants the user verified where the pool does", async () => {
    await pools.close();
    await start({ ...POLICY, webAuthnConfiguration: { userVerification: "required" } });
    const refused = await register({ flags: FLAGS.present });
    assert.equal(refused.body["__type"], "WebAuthnCredentialNotSupportedException");
    await register();
    assert.equal((await signInByPasskey({ flags: FLAGS.present })).status, 400);
    assert.equal((await signInByPasskey()).status, 200);
  });

  it("C233: says that the pool has no passkeys", async () => {
    await pools.close();
    await start({});
    const { body } = await startRegistration();
    assert.equal(body["__type"], "WebAuthnNotEnabledException");
  });

  it("C233: needs a relying party or a domain", async () => {
    await pools.close();
    const machine = client({}, "9m89qn2bfglbmvfebq9aaknqk9", SERVER_SECRET);
    await start(POLICY, machine);
    const { body } = await startRegistration();
    assert.equal(body["__type"], "WebAuthnConfigurationMissingException");
    await pools.close();
    await start({ ...POLICY, webAuthnConfiguration: { relyingPartyId: "example.com" } }, machine);
    assert.equal((await startRegistration()).status, 200);
  });

  it("C231: a passkey goes with its user", async () => {
    await register();
    const [passkey] = (await list()).body["Credentials"];
    const user = pools.store.users.byAlias(pool().id, EMAIL);
    pools.store.users.remove(pool().id, user?.sub ?? "");
    assert.equal(pools.store.passkeys.find(pool().id, passkey["CredentialId"]), undefined);
    assert.equal((await signIn(pools, { password: PASSWORD })).status, 400);
  });
});
