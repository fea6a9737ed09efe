import { hashOf } from "../../secrets.ts";
import type { AuthFlow } from "../client.ts";
import { invalidParameter } from "../../json-api/errors.ts";
import { checkSecretHash } from "../sign-in/secret-hash.ts";
import type { ClientContext } from "../service.ts";
import { refreshSession } from "../tokens/sessions.ts";
import { checkPassword } from "../sign-in/sign-in.ts";
import { authenticationResult } from "./authentication-result.ts";
import { startCustomAuth } from "./custom-auth.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import type { Output } from "../../json-api/operation.ts";
import { optionalParameter, parameter, type Parameters } from "./parameters.ts";
import { startSrp } from "./srp-sign-in.ts";
import { startUserAuth } from "./user-auth.ts";

// Values of the service model.
export const AUTH_FLOWS = [
  "USER_SRP_AUTH",
  "REFRESH_TOKEN_AUTH",
  "REFRESH_TOKEN",
  "CUSTOM_AUTH",
  "ADMIN_NO_SRP_AUTH",
  "USER_PASSWORD_AUTH",
  "ADMIN_USER_PASSWORD_AUTH",
  "USER_AUTH",
];

/** What a flow starts with. */
export interface FlowStart {
  readonly flow: string;
  readonly parameters: Parameters;
  /** Of a sign-up that was just confirmed (C191). */
  readonly session: string | undefined;
  /** Through AdminInitiateAuth, which has a password flow of its own (C244). */
  readonly isAdmin: boolean;
}

/** Starts a sign-in by the flow that was asked for (C184). */
export function startFlow(base: ClientContext, start: FlowStart): Promise<Output> {
  const { flow, parameters, session, isAdmin } = start;
  const context = { ...base, deviceKey: optionalParameter(parameters, "DEVICE_KEY") };
  switch (flow) {
    case isAdmin ? "ADMIN_USER_PASSWORD_AUTH" : "USER_PASSWORD_AUTH":
    case isAdmin && "ADMIN_NO_SRP_AUTH":
      return passwordAuth(context, parameters, isAdmin);
    case "USER_SRP_AUTH":
      return srpAuth(context, parameters);
    case "REFRESH_TOKEN_AUTH":
    case "REFRESH_TOKEN":
      return refreshAuth(context, parameters);
    case "CUSTOM_AUTH":
      requireFlow(context, "CUSTOM_AUTH", "CUSTOM_AUTH is not enabled for the client.");
      return startCustomAuth(context, namedUser(context, parameters), parameters);
    case "USER_AUTH":
      requireFlow(context, "USER_AUTH", "USER_AUTH is not enabled for the client.");
      return startUserAuth(context, namedUser(context, parameters), { parameters, session });
    default:
      throw invalidParameter("Initiate Auth method not supported"); // C169
  }
}

async function passwordAuth(
  context: ClientContext,
  parameters: Parameters,
  isAdmin: boolean,
): Promise<Output> {
  const flow = isAdmin ? "ADMIN_USER_PASSWORD_AUTH" : "USER_PASSWORD_AUTH";
  requireFlow(context, flow, `${flow} flow not enabled for this client`);
  parameter(parameters, "USERNAME");
  const password = parameter(parameters, "PASSWORD");
  const username = namedUser(context, parameters);
  return finishSignIn(context, await checkPassword(context, username, password));
}

function srpAuth(context: ClientContext, parameters: Parameters): Promise<Output> {
  requireFlow(context, "USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client.");
  parameter(parameters, "USERNAME");
  const clientPublic = parameter(parameters, "SRP_A");
  return startSrp(context, namedUser(context, parameters), clientPublic);
}

async function refreshAuth(context: ClientContext, parameters: Parameters): Promise<Output> {
  const refusal = "Auth flow not enabled for this client";
  requireFlow(context, "REFRESH_TOKEN_AUTH", refusal);
  // With rotation only GetTokensFromRefreshToken and the token endpoint refresh (C36, O068).
  if (context.client.rotationGrace !== null) throw invalidParameter(refusal);
  const token = parameter(parameters, "REFRESH_TOKEN");
  if (context.client.secret !== null) {
    checkSecretHash(context, optionalParameter(parameters, "SECRET_HASH"), namesOf(context, token));
  }
  const tokens = await refreshSession(context, token);
  return { AuthenticationResult: authenticationResult(tokens), ChallengeParameters: {} };
}

/** The name that was sent, and the hash that goes with it (C164). */
function namedUser(context: ClientContext, parameters: Parameters): string {
  const username = parameter(parameters, "USERNAME");
  checkSecretHash(context, optionalParameter(parameters, "SECRET_HASH"), [username]);
  return username;
}

/** The names that a hash beside a refresh token may be over: no name is sent with it (C165). */
function namesOf({ service, pool }: ClientContext, token: string): readonly string[] {
  const sub = service.store.sessions.refreshToken(hashOf(token))?.session.sub;
  const user = sub === undefined ? undefined : service.store.users.bySub(pool.id, sub);
  return user ? [user.username, user.sub] : [];
}

function requireFlow({ client }: ClientContext, flow: AuthFlow, refusal: string): void {
  if (!client.flows.has(flow)) throw invalidParameter(refusal); // C169
}
