import { newDevice } from "../sign-in/devices.ts";
import type { ClientContext } from "../service.ts";
import { API_SCOPE, startSession } from "../tokens/sessions.ts";
import type { Device } from "../tables/devices.ts";
import type { User } from "../tables/users.ts";
import { postAuthentication } from "../triggers/sign-in.ts";
import { askTokenChanges, type TokenOccasion } from "../triggers/tokens.ts";
import { authenticationResult } from "./authentication-result.ts";
import type { Output } from "../../json-api/operation.ts";

/**
 * Tokens for a user who has proved all that the pool asks for; with a key for the device where it is a new one (C232).
 * @param how.device the device that the sign-in came from and is known
 */
export async function issueTokens(
  context: ClientContext,
  user: User,
  how: { readonly occasion: TokenOccasion; readonly device: Device | undefined },
): Promise<Output> {
  const { service } = context;
  const { occasion, device } = how;
  const fresh = device ? undefined : newDevice(context, user);
  await postAuthentication(context, user, fresh !== undefined);
  const changes = await askTokenChanges(context, { user, scope: API_SCOPE, occasion });
  const now = service.clock.now();
  if (device) service.store.devices.save({ ...device, authenticated: now });
  const tokens = await startSession(context, {
    user,
    scope: API_SCOPE,
    source: "api",
    authTime: now,
    hasRefreshToken: true,
    changes,
    deviceKey: device?.key ?? fresh?.DeviceKey,
  });
  return {
    AuthenticationResult: {
      ...authenticationResult(tokens),
      ...(fresh && { NewDeviceMetadata: fresh }),
    },
    ChallengeParameters: {},
  };
}
