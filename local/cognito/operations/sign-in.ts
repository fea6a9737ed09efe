import { invalidParameter } from "../errors.ts";
import { ignored, map, optionalText, required } from "../input.ts";
import { checkSecretHash } from "../secret-hash.ts";
import { type ClientContext, clientById } from "../service.ts";
import { refreshSession } from "../sessions.ts";
import { checkPassword } from "../sign-in.ts";
import { hashOf } from "../secrets.ts";
import { authenticationResult } from "./authentication-result.ts";
import { startCustomAuth } from "./custom-auth.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import { optionalParameter, parameter, type Parameters } from "./parameters.ts";
import { operation, type Operations, type Output } from "./operation.ts";
import { session, clientId } from "./shapes.ts";
import { startSrp } from "./srp-sign-in.ts";

// Values of the service model; those that no entry of FLOWS serves are refused by name.
const AUTH_FLOWS = [
  "USER_SRP_AUTH",
  "REFRESH_TOKEN_AUTH",
  "REFRESH_TOKEN",
  "CUSTOM_AUTH",
  "ADMIN_NO_SRP_AUTH",
  "USER_PASSWORD_AUTH",
  "ADMIN_USER_PASSWORD_AUTH",
  "USER_AUTH",
];

/** Starting a sign-in (section 5.4). */
export const signInOperations: Operations = {
  InitiateAuth: operation(
    {
      AuthFlow: required(optionalText({ values: AUTH_FLOWS })),
      AuthParameters: map,
      ClientId: clientId,
      ClientMetadata: map,
      UserContextData: ignored,
      AnalyticsMetadata: ignored,
      Session: session,
    },
    (service, input) => {
      // These triggers alone see what the first step brings along (C187).
      const context = clientById(service, input.ClientId, {
        validationData: input.ClientMetadata,
      });
      const parameters = input.AuthParameters ?? {};
      switch (input.AuthFlow) {
        case "USER_PASSWORD_AUTH":
          return passwordAuth(context, parameters);
        case "USER_SRP_AUTH":
          return srpAuth(context, parameters);
        case "REFRESH_TOKEN_AUTH":
        case "REFRESH_TOKEN":
          return refreshAuth(context, parameters);
        case "CUSTOM_AUTH":
          return customAuth(context, parameters);
        case "USER_AUTH":
          requireFlow(context, "USER_AUTH", "USER_AUTH is not enabled for the client.");
          throw invalidParameter("USER_AUTH is not served here.");
        default:
          throw invalidParameter("Initiate Auth method not supported"); // C169
      }
    },
  ),
};

async function passwordAuth(context: ClientContext, parameters: Parameters): Promise<Output> {
  requireFlow(context, "USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client");
  const username = parameter(parameters, "USERNAME");
  const password = parameter(parameters, "PASSWORD");
  checkSecretHash(context, optionalParameter(parameters, "SECRET_HASH"), [username]);
  return finishSignIn(context, await checkPassword(context, username, password));
}

function srpAuth(context: ClientContext, parameters: Parameters): Promise<Output> {
  requireFlow(context, "USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client.");
  const username = parameter(parameters, "USERNAME");
  const clientPublic = parameter(parameters, "SRP_A");
  checkSecretHash(context, optionalParameter(parameters, "SECRET_HASH"), [username]);
  return startSrp(context, username, clientPublic);
}

function customAuth(context: ClientContext, parameters: Parameters): Promise<Output> {
  requireFlow(context, "CUSTOM_AUTH", "CUSTOM_AUTH is not enabled for the client.");
  const username = parameter(parameters, "USERNAME");
  checkSecretHash(context, optionalParameter(parameters, "SECRET_HASH"), [username]);
  return startCustomAuth(context, username, parameters);
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

/** The names that a hash beside a refresh token may be over: no name is sent with it (C165). */
function namesOf({ service, pool }: ClientContext, token: string): readonly string[] {
  const sub = service.store.sessions.refreshToken(hashOf(token))?.session.sub;
  const user = sub === undefined ? undefined : service.store.users.bySub(pool.id, sub);
  return user ? [user.username, user.sub] : [];
}

function requireFlow({ client }: ClientContext, flow: string, refusal: string): void {
  if (!client.flows.has(flow)) throw invalidParameter(refusal); // C169
}
