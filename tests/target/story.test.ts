import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { readDiscovery, readKeys } from "../../deploy/issuer.ts";
import { signIn, SignInRefused } from "../../deploy/smoke/sign-in.ts";
import { openTarget, type Target } from "./support/target.ts";

const UNAUTHORIZED = { status: 401, body: '{"message":"Unauthorized"}' };
const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}' };
const NOT_FOUND = { status: 404, body: '{"message":"Not Found"}' };

describe("F163: the program, here as on AWS", () => {
  let target: Target;
  before(async () => (target = await openTarget()));
  after(() => target.close());

  it("has an issuer that names itself, with keys", async () => {
    const { issuer, issuerOrigin } = target.addresses;
    assert.ok((await readKeys(await readDiscovery(issuer, issuerOrigin))) > 0);
  });

  it("shows everybody the landing page", async () => {
    const nobody = await target.as("nobody");
    const { status, body } = await nobody("GET", "/");
    assert.equal(status, 200);
    assert.match(body, /^<!doctype html>/i);
  });

  for (const route of ["GET /hello", "GET /me", "POST /orders"]) {
    it(`H72: answers 401 to ${route} without a token`, async () => {
      const nobody = await target.as("nobody");
      const [method = "", path = ""] = route.split(" ");
      assert.deepEqual(await nobody(method, path), UNAUTHORIZED);
    });
  }

  it("answers the test user (F165)", async () => {
    const user = await target.as("test-user");
    assert.equal((await user("GET", "/hello")).status, 200);
    assert.equal((await user("GET", "/me")).status, 200);
  });

  it("answers 403 to a token that lacks the scope", async () => {
    const user = await target.as("test-user");
    assert.deepEqual(await user("POST", "/orders"), FORBIDDEN);
  });

  it("answers 401 to a token whose signature was changed", async () => {
    const [head, claims, signature = ""] = (await target.token()).split(".");
    const changed = signature.startsWith("A") ? "B" : "A";
    const forged = target.withToken(`${head}.${claims}.${changed}${signature.slice(1)}`);
    assert.deepEqual(await forged("GET", "/hello"), UNAUTHORIZED);
  });

  it("answers 404 to a path, and to a method, that no route has", async () => {
    const user = await target.as("test-user");
    assert.deepEqual(await user("GET", "/nowhere"), NOT_FOUND);
    assert.deepEqual(await user("POST", "/hello"), NOT_FOUND);
  });

  it("F156: refuses a wrong password", async () => {
    const wrong = { ...target.addresses, ...target.user, password: "The wrong password, 42" };
    await assert.rejects(signIn(wrong, AbortSignal.timeout(20_000)), (error: Error) => {
      assert.ok(error instanceof SignInRefused);
      assert.match(error.message, / 400 NotAuthorizedException: /);
      return true;
    });
  });
});
