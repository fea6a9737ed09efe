import { notAuthorized, TEXTS } from "../../json-api/errors.ts";
import { flag, map, required } from "../../json-api/input.ts";
import { clearFailures } from "../passwords/lockout.ts";
import { requireNamed } from "../names.ts";
import { resetByAdministrator, setPassword, setTemporaryPassword } from "../passwords/changes.ts";
import { checkPasswordPolicy } from "../passwords/policy.ts";
import { poolOf } from "../service.ts";
import { operation, type Operations } from "./operation.ts";
import { password, userOfPool } from "./shapes.ts";

/** What administrators do about users' passwords (C236, C237). */
export const adminPasswordOperations: Operations = {
  AdminSetUserPassword: operation(
    { ...userOfPool, Password: required(password), Permanent: flag },
    (service, input) => {
      const context = poolOf(service, input);
      const user = requireNamed(context, input.Username);
      if (user.status === "EXTERNAL_PROVIDER") throw notAuthorized(TEXTS.setInWrongState);
      checkPasswordPolicy(context.pool.passwordPolicy, input.Password);
      clearFailures(context, user.sub);
      const set = input.Permanent ? setPassword : setTemporaryPassword;
      set(context, user, input.Password);
      return {};
    },
  ),

  AdminResetUserPassword: operation(
    { ...userOfPool, ClientMetadata: map },
    async (service, input) => {
      const context = poolOf(service, input);
      await resetByAdministrator(context, requireNamed(context, input.Username));
      return {};
    },
  ),
};
