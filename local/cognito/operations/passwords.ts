import { requireUser } from "../tokens/access-tokens.ts";
import { countAttempt } from "../messages/codes.ts";
import { notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { required } from "../../json-api/input.ts";
import { clearFailures, recordFailure } from "../passwords/lockout.ts";
import { finishReset, setPassword, startReset } from "../passwords/changes.ts";
import { checkPasswordPolicy } from "../passwords/policy.ts";
import { isPassword } from "../passwords/passwords.ts";
import { checkSecretHash } from "../sign-in/secret-hash.ts";
import { clientOf } from "../service.ts";
import { refuseLocked } from "../sign-in/sign-in.ts";
import { operation, type Operations } from "./operation.ts";
import { confirmationCode, password, token, userOfClient } from "./shapes.ts";

/** Forgotten and changed passwords (section 5.9). */
export const passwordOperations: Operations = {
  ForgotPassword: operation(userOfClient, async (service, input) => {
    const context = clientOf(service, input);
    checkSecretHash(context, input.SecretHash, [input.Username]);
    return { CodeDeliveryDetails: await startReset(context, input.Username) };
  }),

  ConfirmForgotPassword: operation(
    { ...userOfClient, ConfirmationCode: confirmationCode, Password: required(password) },
    async (service, input) => {
      const context = clientOf(service, input);
      checkSecretHash(context, input.SecretHash, [input.Username]);
      await finishReset(context, {
        username: input.Username,
        code: input.ConfirmationCode,
        password: input.Password,
      });
      return {};
    },
  ),

  ChangePassword: operation(
    { AccessToken: token, PreviousPassword: password, ProposedPassword: required(password) },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      const { pool, user } = bearer;
      countAttempt(bearer, user.sub, "changePassword");
      refuseLocked(bearer, user.sub);
      const { password: current } = user;
      const previous = input.PreviousPassword ?? "";
      // Only a user without a password may leave the previous one out (C226).
      if (current && !isPassword(pool, { username: user.username, password: current }, previous)) {
        recordFailure(bearer, user.sub);
        throw notAuthorized(TEXTS.badCredentials);
      }
      clearFailures(bearer, user.sub);
      checkPasswordPolicy(pool.passwordPolicy, input.ProposedPassword);
      setPassword(bearer, user, input.ProposedPassword);
      return {};
    },
  ),
};
