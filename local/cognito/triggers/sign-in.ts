import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { callTrigger, eventAttributes } from "./call.ts";

/**
 * Lets the pool's function refuse a sign-in before the password is looked at (C306).
 * @param name what was given as user name; all there is of a user who does not exist (C153)
 */
export async function preAuthentication(
  context: ClientContext,
  user: User | undefined,
  name: string,
): Promise<void> {
  await callTrigger(context, {
    trigger: "PreAuthentication",
    source: "Authentication",
    userName: user?.username ?? name,
    clientId: context.client.id,
    request: {
      userAttributes: user ? eventAttributes(context, user) : {},
      validationData: context.validationData ?? null,
      userNotFound: user === undefined,
    },
  });
}

/** Tells the pool's function of a sign-in, before the tokens (C306, C312). */
export async function postAuthentication(
  context: ClientContext,
  user: User,
  newDeviceUsed = false,
): Promise<void> {
  const { client, clientMetadata } = context;
  await callTrigger(context, {
    trigger: "PostAuthentication",
    source: "Authentication",
    userName: user.username,
    clientId: client.id,
    request: {
      userAttributes: eventAttributes(context, user),
      newDeviceUsed,
      ...(clientMetadata && { clientMetadata }),
    },
  });
}
