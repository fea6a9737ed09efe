import { requireUser } from "../tokens/access-tokens.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { document, optionalText, required, wholeNumber } from "../../json-api/input.ts";
import { pageOfAll } from "../paging.ts";
import { completeRegistration, startRegistration } from "../passkeys/registration.ts";
import type { Passkey } from "../tables/passkeys.ts";
import { operation, type Operations } from "./operation.ts";
import { pageToken, token } from "./shapes.ts";

const LARGEST_PAGE = 20;

/** A user's own passkeys (C233). */
export const passkeyOperations: Operations = {
  StartWebAuthnRegistration: operation({ AccessToken: token }, async (service, input) => {
    const bearer = await requireUser(service, input.AccessToken);
    return { CredentialCreationOptions: startRegistration(bearer) };
  }),

  CompleteWebAuthnRegistration: operation(
    { AccessToken: token, Credential: required(document) },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      await completeRegistration(bearer, input.Credential);
      return {};
    },
  ),

  ListWebAuthnCredentials: operation(
    { AccessToken: token, MaxResults: wholeNumber(0, LARGEST_PAGE), NextToken: pageToken },
    async (service, input) => {
      const { pool, user } = await requireUser(service, input.AccessToken);
      const page = pageOfAll(service.store.passkeys.ofUser(pool.id, user.sub), {
        query: ["passkeys", user.sub],
        limit: input.MaxResults || LARGEST_PAGE,
        token: input.NextToken,
        keyOf: ({ id }) => id,
      });
      return { Credentials: page.items.map(descriptionOf), ...page.next("NextToken") };
    },
  ),

  DeleteWebAuthnCredential: operation(
    { AccessToken: token, CredentialId: required(optionalText({ minimum: 1, maximum: 2048 })) },
    async (service, input) => {
      const { pool, user } = await requireUser(service, input.AccessToken);
      if (!service.store.passkeys.remove(pool.id, user.sub, input.CredentialId)) {
        throw new ServiceError("ResourceNotFoundException", "The passkey does not exist.");
      }
      return {};
    },
  ),
};

function descriptionOf(passkey: Passkey) {
  const { id, relyingParty, attachment, transports, created } = passkey;
  return {
    CredentialId: id,
    // AWS makes one up from the browser and the authenticator's model, which nobody tells here.
    FriendlyCredentialName: "Passkey",
    RelyingPartyId: relyingParty,
    ...(attachment !== null && { AuthenticatorAttachment: attachment }),
    AuthenticatorTransports: transports,
    CreatedAt: created / 1000,
  };
}
