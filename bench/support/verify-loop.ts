/**
 * Verifies one token over and over: `node verify-loop.ts crypto|gateway`. Prints microseconds for one verification,
 * one at a time. `crypto` is V: one `crypto.verify` with a kept key, and the claims looked at.
 */
import { createPublicKey, verify } from "node:crypto";
import type { IssuerKeys } from "../../local/gateway/jwt/issuer-keys.ts";
import { verifyJwt } from "../../local/gateway/jwt/verify-jwt.ts";
import { defaultSwitches } from "../../local/gateway/switches.ts";
import { ISSUER, signAccessToken } from "./tokens.ts";

const WARM = 5_000;
const COUNT = 20_000;

const { accessToken, jwks } = await signAccessToken();
const key = createPublicKey({ key: jwks.keys[0] ?? {}, format: "jwk" });
const keys: IssuerKeys = { issuers: [ISSUER], find: () => ({ key, alg: "RS256" }) };
const now = Math.floor(Date.now() / 1000);
const rules = { audiences: ["client"], keys, switches: defaultSwitches };

function byGateway(): boolean {
  const verdict = verifyJwt(accessToken, rules, now);
  return !(verdict instanceof Promise) && verdict.ok;
}

function byCrypto(): boolean {
  const end = accessToken.lastIndexOf(".");
  const [header = "", payload = ""] = accessToken.split(".");
  const { alg } = JSON.parse(Buffer.from(header, "base64url").toString());
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (alg !== "RS256" || claims.iss !== ISSUER || claims.client_id !== "client") return false;
  if (claims.exp <= now || claims.iat > now) return false;
  const signature = Buffer.from(accessToken.slice(end + 1), "base64url");
  return verify("RSA-SHA256", Buffer.from(accessToken.slice(0, end)), key, signature);
}

const once = process.argv[2] === "gateway" ? byGateway : byCrypto;
const repeat = (count: number): void => {
  for (let index = 0; index < count; index += 1) {
    if (!once()) throw new Error("The token was refused.");
  }
};
repeat(WARM);
const began = performance.now();
repeat(COUNT);
console.log(((performance.now() - began) / COUNT) * 1000);
