import { attributes, flag } from "../../json-api/input.ts";
import { checkSecretHash } from "../sign-in/secret-hash.ts";
import { clientById, clientOf } from "../service.ts";
import { continueSignUp, openSignUp } from "../sign-up/sign-up-sessions.ts";
import { confirmSignUp, resendConfirmationCode, signUp } from "../sign-up/sign-up.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { confirmationCode, optionalPassword, session, textsOf, userOfClient } from "./shapes.ts";

/** Sign-up and its confirmation (section 5.3). */
export const signUpOperations: Operations = {
  SignUp: operation(
    {
      ...userOfClient,
      Password: optionalPassword,
      UserAttributes: attributes,
      ValidationData: attributes,
    },
    async (service, input) => {
      const context = clientById(service, input.ClientId, {
        clientMetadata: input.ClientMetadata,
        validationData: textsOf(input.ValidationData),
      });
      checkSecretHash(context, input.SecretHash, [input.Username]);
      const { user, delivery } = await signUp(context, {
        username: input.Username,
        password: input.Password,
        attributes: input.UserAttributes ?? [],
      });
      return {
        UserConfirmed: user.status === "CONFIRMED",
        UserSub: user.sub,
        ...(delivery && { CodeDeliveryDetails: delivery }),
        ...sessionMember(openSignUp(context, user)),
      };
    },
  ),

  ConfirmSignUp: operation(
    {
      ...userOfClient,
      ConfirmationCode: confirmationCode,
      ForceAliasCreation: flag,
      Session: session,
    },
    async (service, input) => {
      const context = clientOf(service, input);
      checkSecretHash(context, input.SecretHash, [input.Username]);
      const user = await confirmSignUp(context, {
        username: input.Username,
        code: input.ConfirmationCode,
        isForced: input.ForceAliasCreation ?? false,
      });
      return sessionMember(continueSignUp(context, user, input.Session));
    },
  ),

  ResendConfirmationCode: operation(userOfClient, async (service, input) => {
    const context = clientOf(service, input);
    checkSecretHash(context, input.SecretHash, [input.Username]);
    return { CodeDeliveryDetails: await resendConfirmationCode(context, input.Username) };
  }),
};

function sessionMember(session: string | undefined): Output {
  return session === undefined ? {} : { Session: session };
}
