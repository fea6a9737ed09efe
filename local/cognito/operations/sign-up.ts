import { attributes, flag, required } from "../input.ts";
import { checkSecretHash } from "../secret-hash.ts";
import { clientById } from "../service.ts";
import { confirmSignUp, resendConfirmationCode, signUp } from "../sign-up.ts";
import { operation, type Operations } from "./operation.ts";
import { confirmationCode, password, session, userOfClient } from "./shapes.ts";

/** Sign-up and its confirmation (section 5.3). */
export const signUpOperations: Operations = {
  SignUp: operation(
    {
      ...userOfClient,
      Password: required(password),
      UserAttributes: attributes,
      ValidationData: attributes,
    },
    (service, input) => {
      const context = clientById(service, input.ClientId);
      checkSecretHash(context, input.SecretHash, [input.Username]);
      const { user, delivery } = signUp(context, {
        username: input.Username,
        password: input.Password,
        attributes: input.UserAttributes ?? [],
      });
      return {
        UserConfirmed: false,
        UserSub: user.sub,
        ...(delivery && { CodeDeliveryDetails: delivery }),
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
    (service, input) => {
      const context = clientById(service, input.ClientId);
      checkSecretHash(context, input.SecretHash, [input.Username]);
      confirmSignUp(context, {
        username: input.Username,
        code: input.ConfirmationCode,
        isForced: input.ForceAliasCreation ?? false,
      });
      return {};
    },
  ),

  ResendConfirmationCode: operation(userOfClient, (service, input) => {
    const context = clientById(service, input.ClientId);
    checkSecretHash(context, input.SecretHash, [input.Username]);
    return { CodeDeliveryDetails: resendConfirmationCode(context, input.Username) };
  }),
};
