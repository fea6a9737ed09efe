import { createHmac } from "node:crypto";
import type { Properties } from "../../../../local/program/graph.ts";
import { administer } from "./administration.ts";
import { client, domain, graphOf, pool, WEB_ID } from "./graph.ts";
import { type ApiAnswer, call, EMAIL, PASSWORD, signIn } from "./json-api.ts";
import { type RunningPools, serve } from "./running-pools.ts";

// An authenticator app of its own, from RFC 6238 and RFC 4648 alone: it shares no code with what it tests.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((one) => ALPHABET.indexOf(one).toString(2).padStart(5, "0"));
  const octets = bits.join("").match(/.{8}/g) ?? [];
  return Buffer.from(octets.map((octet) => Number.parseInt(octet, 2)));
}

/** The code that an app shows at this time of the runtime's clock, or so many steps of 30 s later. */
export function codeAt({ clock }: Pick<RunningPools, "clock">, secret: string, later = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeUInt32BE(Math.floor(clock.now() / 30_000) + later, 4);
  const mac = createHmac("sha1", bytesOf(secret)).update(counter).digest();
  const at = (mac[19] ?? 0) & 15;
  return String((mac.readUInt32BE(at) % 0x8000_0000) % 1_000_000).padStart(6, "0");
}

/** A code that no app shows now. */
export function wrongCode(pools: Pick<RunningPools, "clock">, secret: string): string {
  const right = [-1, 0, 1].map((later) => codeAt(pools, secret, later));
  return ["000000", "000001", "000002", "000003"].find((code) => !right.includes(code)) ?? "";
}

export const TOTP: Properties = { softwareTokenMfaConfiguration: { enabled: true } };
export const SMS: Properties = {
  smsConfiguration: { externalId: "x", snsCallerArn: "arn:aws:iam::123456789012:role/sms" },
};
export const BY_EMAIL: Properties = {
  emailMfaConfiguration: { message: "Code {####}, please", subject: "Your code" },
  emailConfiguration: { emailSendingAccount: "DEVELOPER", sourceArn: "arn:aws:ses:x" },
};

export const MFA_CLIENT: Properties = {
  explicitAuthFlows: [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
  ],
};

/** Serves a pool with these inputs, its domain and a client. */
export function serveMfa(inputs: Properties, clientInputs: Properties = {}): Promise<RunningPools> {
  return serve(graphOf(pool(inputs), domain(), client({ ...MFA_CLIENT, ...clientInputs })));
}

/** Answers a challenge of the user of the examples. */
export function respond(
  pools: RunningPools,
  challenge: string,
  session: unknown,
  responses: Record<string, string> = {},
): Promise<ApiAnswer> {
  return call(pools, "RespondToAuthChallenge", {
    ClientId: WEB_ID,
    ChallengeName: challenge,
    Session: session,
    ChallengeResponses: { USERNAME: EMAIL, ...responses },
  });
}

/** Sets an authenticator app up by access token and switches it on. @returns its secret, and an access token */
export async function enrolApp(
  pools: RunningPools,
  username = EMAIL,
): Promise<{ secret: string; accessToken: string }> {
  const { body } = await signIn(pools, { username, password: PASSWORD });
  const { AccessToken } = body["AuthenticationResult"];
  const associated = await call(pools, "AssociateSoftwareToken", { AccessToken });
  const secret = associated.body["SecretCode"];
  await call(pools, "VerifySoftwareToken", { AccessToken, UserCode: codeAt(pools, secret) });
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await call(pools, "SetUserMFAPreference", { AccessToken, SoftwareTokenMfaSettings });
  // The code that was shown is used up.
  pools.clock.advance(30);
  return { secret, accessToken: AccessToken };
}

/** Sets an administrator's wish about a user's factors. */
export function adminPrefer(
  pools: RunningPools,
  settings: object,
  username = EMAIL,
): Promise<ApiAnswer> {
  return administer(pools, "AdminSetUserMFAPreference", { Username: username, ...settings });
}
