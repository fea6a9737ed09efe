import { deepEqual, equal } from "node:assert/strict";
import { callIdentity, decodeUnverified } from "../cognito/support/json-api.ts";
import { serve } from "../cognito/support/running-pools.ts";
import { IDENTITY_POOL_ID, identityGraph, mappedRoles, PROVIDER } from "./support/graph.ts";
import { getId, loginsOf, person } from "./support/people.ts";

const tokenOf = async (...graph: Parameters<typeof identityGraph>) => {
  const pools = await serve(identityGraph(...graph));
  const ada = await person(pools, "ada@example.com");
  const { body: identity } = await getId(pools, ada.idToken);
  const input = { IdentityId: identity["IdentityId"], Logins: loginsOf(ada.idToken) };
  const { body } = await callIdentity(pools, "GetOpenIdToken", input);
  const now = Math.floor(pools.clock.now() / 1000);
  await pools.close();
  return { body, ada, id: identity["IdentityId"], now };
};

describe("identity pools: the classic flow", () => {
  it("C316: gives a token for STS where the pool allows it", async () => {
    const { body, ada, id, now } = await tokenOf({ allowClassicFlow: true });
    equal(body["IdentityId"], id);
    deepEqual(decodeUnverified(body["Token"]), {
      sub: id,
      aud: IDENTITY_POOL_ID,
      amr: ["authenticated", PROVIDER, `${PROVIDER}:CognitoSignIn:${ada.sub}`],
      iss: "https://cognito-identity.amazonaws.com",
      "https://cognito-identity.amazonaws.com/identity-pool-arn": `arn:aws:cognito-identity:us-east-1:123456789012:identitypool/${IDENTITY_POOL_ID}`,
      exp: now + 600,
      iat: now,
    });
  });

  it("C316: gives none by default", async () => {
    deepEqual((await tokenOf()).body, {
      __type: "InvalidParameterException",
      message: "Basic (classic) flow is not enabled, please use enhanced flow.",
    });
  });

  it("C316: gives none where roles are mapped", async () => {
    const mapping = mappedRoles({ type: "Token", ambiguousRoleResolution: "Deny" });
    const { body } = await tokenOf({ allowClassicFlow: true }, mapping);
    equal(
      body["message"],
      "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.",
    );
  });
});
