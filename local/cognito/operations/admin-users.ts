import { createUser, inviteAgain } from "../sign-up/created-users.ts";
import { notAuthorized } from "../../json-api/errors.ts";
import { attributes, flag, listOf, map, oneOf } from "../../json-api/input.ts";
import { mfaMembers } from "../mfa/preferences.ts";
import { requireNamed } from "../names.ts";
import { poolOf, type SenderContext, type Service } from "../service.ts";
import type { User } from "../tables/users.ts";
import { postConfirmation } from "../triggers/sign-up.ts";
import { NOTHING } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { password, textsOf, userOfPool } from "./shapes.ts";
import { attributeList, userOutput, userState } from "./user-output.ts";

/** What administrators do about users (section 5.11). */
export const adminUserOperations: Operations = {
  AdminCreateUser: operation(
    {
      ...userOfPool,
      UserAttributes: attributes,
      ValidationData: attributes,
      TemporaryPassword: password,
      ForceAliasCreation: flag,
      MessageAction: oneOf("RESEND", "SUPPRESS"),
      DesiredDeliveryMediums: listOf(oneOf("SMS", "EMAIL")),
      ClientMetadata: map,
    },
    async (service, input) => {
      const validationData = textsOf(input.ValidationData);
      const context = { ...poolOf(service, input), validationData };
      const create = input.MessageAction === "RESEND" ? inviteAgain : createUser;
      const user = await create(context, {
        username: input.Username,
        attributes: input.UserAttributes ?? [],
        temporaryPassword: input.TemporaryPassword,
        isInvited: input.MessageAction !== "SUPPRESS",
        mediums: input.DesiredDeliveryMediums ?? ["SMS"],
        isForced: input.ForceAliasCreation ?? false,
      });
      return { User: userOutput(user) };
    },
  ),

  AdminGetUser: operation(userOfPool, (service, input) => {
    const { context, user } = named(service, input);
    const UserAttributes = attributeList(user);
    return { ...userState(user), UserAttributes, ...mfaMembers(context, user) };
  }),

  AdminDeleteUser: operation(userOfPool, (service, input) => {
    const { user } = named(service, input);
    service.store.users.remove(user.pool, user.sub);
    return NOTHING;
  }),

  AdminEnableUser: operation(userOfPool, (service, input) => {
    const { user } = named(service, input);
    service.store.users.save({ ...user, enabled: true, modified: service.clock.now() });
    return {};
  }),

  AdminDisableUser: operation(userOfPool, (service, input) => {
    const { user } = named(service, input);
    service.store.transaction(() => {
      service.store.users.save({ ...user, enabled: false, modified: service.clock.now() });
      service.store.sessions.revokeAll(user.pool, user.sub); // C42
    });
    return {};
  }),

  AdminUserGlobalSignOut: operation(userOfPool, (service, input) => {
    const { user } = named(service, input);
    service.store.sessions.revokeAll(user.pool, user.sub);
    return {};
  }),

  AdminConfirmSignUp: operation({ ...userOfPool, ClientMetadata: map }, async (service, input) => {
    const { context, user } = named(service, input);
    if (user.status !== "UNCONFIRMED") {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`); // C238
    }
    const confirmed: User = { ...user, status: "CONFIRMED", modified: service.clock.now() };
    service.store.transaction(() => {
      service.store.users.save(confirmed);
      service.store.codes.remove(user.pool, user.sub, "sign-up");
    });
    await postConfirmation(context, confirmed, "ConfirmSignUp");
    return {};
  }),
};

function named(
  service: Service,
  input: Parameters<typeof poolOf>[1] & { readonly Username: string },
): { readonly context: SenderContext; readonly user: User } {
  const context = poolOf(service, input);
  return { context, user: requireNamed(context, input.Username) };
}
