import { requireUser } from "../tokens/access-tokens.ts";
import { factorsOf } from "../sign-in/first-factors.ts";
import { mfaMembers } from "../mfa/preferences.ts";
import type { PoolContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { namedUser } from "./named-user.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { token, userOfPool } from "./shapes.ts";

/** What a user can sign in with (C222, C243). */
export const authFactorOperations: Operations = {
  GetUserAuthFactors: operation({ AccessToken: token }, async (service, input) => {
    const bearer = await requireUser(service, input.AccessToken);
    return describe(bearer, bearer.user);
  }),

  AdminGetUserAuthFactors: operation(userOfPool, (service, input) => {
    const named = namedUser(service, input);
    return describe(named, named.user);
  }),
};

function describe(context: PoolContext, user: User): Output {
  return {
    Username: user.username,
    ...mfaMembers(context, user),
    ConfiguredUserAuthFactors: factorsOf(context, user),
  };
}
