import { invalidParameter, notAuthorized, ServiceError, TEXTS } from "../../json-api/errors.ts";
import { map, optionalText } from "../../json-api/input.ts";
import { isClientSecret } from "../sign-in/secret-hash.ts";
import { clientById, clientOf } from "../service.ts";
import { isSignedToken, refreshSession, revokeRefreshToken } from "../tokens/sessions.ts";
import { authenticationResult } from "./authentication-result.ts";
import { operation, type Operations } from "./operation.ts";
import { clientId, clientSecret, token } from "./shapes.ts";

/** Refresh and revocation (section 5.7). */
export const tokenOperations: Operations = {
  GetTokensFromRefreshToken: operation(
    {
      RefreshToken: token,
      ClientId: clientId,
      ClientSecret: clientSecret,
      DeviceKey: optionalText({ minimum: 1, maximum: 55 }),
      ClientMetadata: map,
    },
    async (service, input) => {
      const context = { ...clientOf(service, input), deviceKey: input.DeviceKey };
      if (!isClientSecret(context, input.ClientSecret)) {
        throw notAuthorized(`Unable to verify secret for client ${input.ClientId}`);
      }
      const tokens = await refreshSession(context, input.RefreshToken).catch(inOwnWords);
      return { AuthenticationResult: authenticationResult(tokens) };
    },
  ),

  RevokeToken: operation(
    { Token: token, ClientId: clientId, ClientSecret: clientSecret },
    (service, input) => {
      const context = clientById(service, input.ClientId);
      if (!isClientSecret(context, input.ClientSecret)) {
        throw new ServiceError("UnauthorizedException", "Invalid client secret."); // C218
      }
      if (!context.client.isRevocable) {
        throw new ServiceError(
          "UnsupportedOperationException",
          "Revoke token is not enabled for this client.",
        );
      }
      if (isSignedToken(input.Token)) {
        throw new ServiceError("UnsupportedTokenTypeException", "Unsupported token type.");
      }
      if (input.Token.split(".").length !== 5) throw invalidParameter("Invalid token.");
      revokeRefreshToken(context, input.Token);
      return {};
    },
  ),
};

/** Of the texts about refresh tokens one has a full stop here and none in InitiateAuth (C189, C217). */
function inOwnWords(error: unknown): never {
  const isUnknown = error instanceof ServiceError && error.message === TEXTS.invalidRefreshToken;
  throw isUnknown ? notAuthorized(`${TEXTS.invalidRefreshToken}.`) : error;
}
