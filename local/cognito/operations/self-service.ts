import { requireUser } from "../tokens/access-tokens.ts";
import { visibleAttributes } from "../attributes/access.ts";
import { mfaMembers } from "../mfa/preferences.ts";
import { NOTHING } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { token } from "./shapes.ts";

/** What a signed-in user does about the own account (section 5.10). */
export const selfServiceOperations: Operations = {
  GetUser: operation({ AccessToken: token }, async (service, input) => {
    const { pool, client, user } = await requireUser(service, input.AccessToken);
    const visible = visibleAttributes(client, user.attributes, null);
    return {
      Username: user.username,
      UserAttributes: [["sub", user.sub] as const, ...visible].map(([Name, Value]) => ({
        Name,
        Value,
      })),
      ...mfaMembers({ service, pool }, user),
    };
  }),

  DeleteUser: operation({ AccessToken: token }, async (service, input) => {
    const { pool, user } = await requireUser(service, input.AccessToken);
    service.store.users.remove(pool.id, user.sub);
    return NOTHING;
  }),

  GlobalSignOut: operation({ AccessToken: token }, async (service, input) => {
    const { pool, user } = await requireUser(service, input.AccessToken);
    service.store.sessions.revokeAll(pool.id, user.sub);
    return {};
  }),
};
