import { deepEqual, equal, notEqual } from "node:assert/strict";
import { createLocalJWKSet, jwtVerify } from "jose";
import { SrpExchange } from "../../deploy/smoke/srp.ts";
import {
  begin,
  type Check,
  decodeUnverified,
  type Loose,
  person,
  type Person,
  refresh,
  refused,
  signedIn,
  tokensOf,
  type World,
} from "./check.ts";

/** Signs in by SRP. @param spoil changes the proof */
async function srp(
  world: World,
  { email, password }: Person,
  spoil: (proof: Loose) => object = (proof) => proof,
): Promise<Loose> {
  const { call, clients, people } = world;
  const exchange = new SrpExchange();
  const begun = await call("InitiateAuth", {
    AuthFlow: "USER_SRP_AUTH",
    ClientId: clients.web.id,
    AuthParameters: { USERNAME: email, SRP_A: exchange.publicKey },
  });
  equal(begun.ChallengeName, "PASSWORD_VERIFIER");
  const proof = exchange.prove(people, password, begun.ChallengeParameters, new Date());
  return call("RespondToAuthChallenge", {
    ClientId: clients.web.id,
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeResponses: spoil(proof),
    Session: begun.Session,
  });
}

const asAdmin = ({ call, people, clients }: World, { email, password }: Person) =>
  call("AdminInitiateAuth", {
    UserPoolId: people,
    ClientId: clients.web.id,
    AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });

const wrong = (who: Person): Person => ({ ...who, password: "Another-Horse-7-Battery" });

async function jwks({ endpoint, people }: World): Promise<Loose> {
  const answer = await fetch(`${endpoint}/${people}/.well-known/jwks.json`);
  return answer.json();
}

/** InitiateAuth, SRP, tokens, refresh and revocation (5.4 to 5.7). */
export const SIGN_IN_CHECKS: readonly Check[] = [
  {
    name: "C183: a password gives three tokens for an hour",
    async run(world) {
      const { AuthenticationResult: result } = await begin(world, await person(world));
      deepEqual([result.TokenType, result.ExpiresIn], ["Bearer", 3600]);
      for (const name of ["AccessToken", "IdToken", "RefreshToken"]) {
        equal(typeof result[name], "string");
      }
    },
  },
  {
    name: "C150: a wrong password",
    async run(world) {
      await refused(begin(world, wrong(await person(world))), "NotAuthorizedException");
    },
  },
  {
    name: "C151: a user who does not exist, in the same words",
    async run(world) {
      const words = (who: Person) =>
        begin(world, who).then(String, (error: Error) => error.message);
      const unknown = { email: world.address(), password: "Another-Horse-7-Battery" };
      equal(await words(unknown), await words(wrong(await person(world))));
    },
  },
  {
    name: "C168: signs in by sub",
    async run(world) {
      const who = await person(world);
      const { sub } = decodeUnverified((await tokensOf(world, who)).AccessToken);
      notEqual((await tokensOf(world, { ...who, email: sub })).AccessToken, undefined);
    },
  },
  {
    name: "C213: SRP",
    async run(world) {
      const { AuthenticationResult: result } = await srp(world, await person(world));
      equal(typeof result.AccessToken, "string");
    },
  },
  {
    name: "C211: SRP with a wrong password",
    async run(world) {
      await refused(srp(world, wrong(await person(world))), "NotAuthorizedException");
    },
  },
  {
    name: "C211: SRP with a made-up signature",
    async run(world) {
      const spoil = (proof: Loose) => ({
        ...proof,
        PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString("base64"),
      });
      await refused(srp(world, await person(world), spoil), "NotAuthorizedException");
    },
  },
  {
    name: "C184: a flow that the client does not have",
    run: ({ call, clients }) =>
      refused(
        call("InitiateAuth", {
          AuthFlow: "CUSTOM_AUTH",
          ClientId: clients.web.id,
          AuthParameters: { USERNAME: "a@example.test" },
        }),
        "InvalidParameterException",
      ),
  },
  {
    name: "C144: five wrong passwords lock",
    async run(world) {
      const who = await person(world);
      for (let attempt = 0; attempt < 6; attempt += 1) {
        await refused(begin(world, wrong(who)), "NotAuthorizedException");
      }
      await refused(begin(world, who), "NotAuthorizedException");
    },
  },
  {
    name: "C244: a password by AdminInitiateAuth",
    async run(world) {
      const { AuthenticationResult: result } = await asAdmin(world, await person(world));
      equal(typeof result.AccessToken, "string");
    },
  },
  {
    name: "C244: a wrong password by AdminInitiateAuth",
    async run(world) {
      await refused(asAdmin(world, wrong(await person(world))), "NotAuthorizedException");
    },
  },
  {
    name: "C12: claims of an access token",
    async run(world) {
      const { tokens } = await signedIn(world);
      const claims = decodeUnverified(tokens.AccessToken);
      deepEqual(
        [claims.token_use, claims.client_id, claims.scope, claims.aud, claims.username],
        ["access", world.clients.web.id, "aws.cognito.signin.user.admin", undefined, claims.sub],
      );
    },
  },
  {
    name: "C18: claims of an ID token",
    async run(world) {
      const { tokens, email } = await signedIn(world);
      const claims = decodeUnverified(tokens.IdToken);
      deepEqual(
        [claims.token_use, claims.aud, claims.email, claims.email_verified, claims.client_id],
        ["id", world.clients.web.id, email, true, undefined],
      );
      equal(claims["cognito:username"], claims.sub);
    },
  },
  {
    name: "C4: the issuer is AWS's",
    async run(world) {
      const { iss } = decodeUnverified((await signedIn(world)).tokens.AccessToken);
      equal(iss, `https://cognito-idp.us-east-1.amazonaws.com/${world.people}`);
    },
  },
  {
    name: "C10: the published keys verify both tokens",
    async run(world) {
      const { tokens } = await signedIn(world);
      const keys = createLocalJWKSet(await jwks(world));
      for (const token of [tokens.AccessToken, tokens.IdToken]) {
        const { protectedHeader } = await jwtVerify(token, keys);
        equal(protectedHeader.alg, "RS256");
      }
    },
  },
  {
    name: "C35: a refresh gives two tokens, and no other refresh token",
    async run(world) {
      const { tokens } = await signedIn(world);
      const { AuthenticationResult: result } = await refresh(
        world,
        world.clients.web,
        tokens.RefreshToken,
      );
      equal(typeof result.AccessToken, "string");
      equal(result.RefreshToken, undefined);
    },
  },
  {
    name: "C35: a made-up refresh token",
    run: (world) => refused(refresh(world, world.clients.web, "made-up"), "NotAuthorizedException"),
  },
  {
    name: "C35: a refresh token of another client",
    async run(world) {
      const { tokens } = await signedIn(world);
      await refused(
        refresh(world, world.clients.app, tokens.RefreshToken),
        "NotAuthorizedException",
        "ResourceNotFoundException",
      );
    },
  },
  {
    name: "C217: GetTokensFromRefreshToken",
    async run(world) {
      const { RefreshToken } = (await signedIn(world)).tokens;
      const input = { ClientId: world.clients.web.id, RefreshToken };
      const { AuthenticationResult: result } = await world.call("GetTokensFromRefreshToken", input);
      equal(typeof result.AccessToken, "string");
    },
  },
  {
    name: "C217: GetTokensFromRefreshToken with a made-up token",
    run: ({ call, clients }) =>
      refused(
        call("GetTokensFromRefreshToken", { ClientId: clients.web.id, RefreshToken: "made-up" }),
        "NotAuthorizedException",
      ),
  },
  {
    name: "C218: a revoked refresh token",
    async run(world) {
      const { RefreshToken: Token } = (await signedIn(world)).tokens;
      await world.call("RevokeToken", { ClientId: world.clients.web.id, Token });
      await refused(refresh(world, world.clients.web, Token), "NotAuthorizedException");
    },
  },
  {
    name: "C41: no refresh after GlobalSignOut",
    async run(world) {
      const { tokens } = await signedIn(world);
      await world.call("GlobalSignOut", { AccessToken: tokens.AccessToken });
      await refused(
        refresh(world, world.clients.web, tokens.RefreshToken),
        "NotAuthorizedException",
      );
    },
  },
];
