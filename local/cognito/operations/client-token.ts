import { notAuthorized, ServiceError } from "../../json-api/errors.ts";
import { listOf, map, optionalText, required } from "../../json-api/input.ts";
import { issueMachineToken, machineScope } from "../tokens/machine-tokens.ts";
import { isClientSecret } from "../sign-in/secret-hash.ts";
import { clientOf } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { clientId, clientSecret } from "./shapes.ts";

const FLOW = "CLIENT_TOKEN_AUTH";

/** A machine's tokens by the JSON API (C48). */
export const clientTokenOperations: Operations = {
  GetClientToken: operation(
    {
      ClientId: clientId,
      Secret: required(clientSecret),
      Scopes: listOf(optionalText({ minimum: 1, maximum: 513 }), { maximum: 50 }),
      ClientMetadata: map,
    },
    async (service, input) => {
      const context = clientOf(service, input);
      const { client } = context;
      // The texts of these refusals are not recorded.
      if (client.secret === null || !isClientSecret(context, input.Secret)) {
        throw notAuthorized(`Unable to verify secret for client ${client.id}`);
      }
      if (!client.flows.has(FLOW)) {
        throw notAuthorized(`${FLOW} flow not enabled for this client`);
      }
      const scope = machineScope(client, input.Scopes ?? []);
      if (scope === undefined) {
        throw new ServiceError("ScopeDoesNotExistException", "Invalid scope requested.");
      }
      const { accessToken, expiresIn } = await issueMachineToken(context, scope);
      const result = { AccessToken: accessToken, ExpiresIn: expiresIn, TokenType: "Bearer" };
      return { ClientAuthenticationResult: result };
    },
  ),
};
