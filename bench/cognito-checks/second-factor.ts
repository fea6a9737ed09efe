import { deepEqual, equal, match } from "node:assert/strict";
import { createHmac } from "node:crypto";
import { begin, type Check, otherCode, person, refused, tokensOf, type World } from "./check.ts";

const STEP_SECONDS = 30;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The one-time password of RFC 6238 for now; `step` moves on, since one is good once. */
function totp(secret: string, step = 0): string {
  const bits = [...secret.replace(/=+$/, "")]
    .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP_SECONDS) + step));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 0x0f;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** A person who has an authenticator's secret. */
async function associated(world: World) {
  const { app } = world.clients;
  const who = await person(world, app);
  const { AccessToken } = await tokensOf(world, who, app);
  const { SecretCode: secret } = await world.call("AssociateSoftwareToken", { AccessToken });
  const verify = (UserCode: string) => world.call("VerifySoftwareToken", { AccessToken, UserCode });
  return { who, AccessToken, secret: String(secret), verify };
}

/** The challenge of somebody who signs in with an authenticator. */
async function challenged(world: World) {
  const { who, AccessToken, secret, verify } = await associated(world);
  await verify(totp(secret));
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await world.call("SetUserMFAPreference", { AccessToken, SoftwareTokenMfaSettings });
  const { app } = world.clients;
  const { ChallengeName, Session } = await begin(world, who, app);
  const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
    world.call("RespondToAuthChallenge", {
      ClientId: app.id,
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      Session,
      ChallengeResponses: { USERNAME: who.email, SOFTWARE_TOKEN_MFA_CODE },
    });
  return { ChallengeName: ChallengeName as string, secret, answer };
}

/** Authenticator applications (5.8). */
export const SECOND_FACTOR_CHECKS: readonly Check[] = [
  {
    name: "C219: an authenticator's secret",
    async run(world) {
      match((await associated(world)).secret, /^[A-Z2-7]{16,}$/);
    },
  },
  {
    name: "C220: a wrong first code",
    async run(world) {
      const { secret, verify } = await associated(world);
      await refused(
        verify(otherCode(totp(secret))),
        "EnableSoftwareTokenMFAException",
        "CodeMismatchException",
      );
    },
  },
  {
    name: "C220: the right one",
    async run(world) {
      const { secret, verify } = await associated(world);
      equal((await verify(totp(secret))).Status, "SUCCESS");
    },
  },
  {
    name: "C196: the next sign-in asks for a code",
    async run(world) {
      equal((await challenged(world)).ChallengeName, "SOFTWARE_TOKEN_MFA");
    },
  },
  {
    name: "C196: a wrong code",
    async run(world) {
      const { secret, answer } = await challenged(world);
      await refused(
        answer(otherCode(totp(secret))),
        "CodeMismatchException",
        "NotAuthorizedException",
      );
    },
  },
  {
    name: "C196: the right code signs in",
    async run(world) {
      const { secret, answer } = await challenged(world);
      const { AuthenticationResult: result } = await answer(totp(secret, 1));
      deepEqual([typeof result.AccessToken, typeof result.IdToken], ["string", "string"]);
    },
  },
];
