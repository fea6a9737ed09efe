import { requireUser } from "../tokens/access-tokens.ts";
import { confirmDevice, deviceOf, forgetDevice, rememberDevice } from "../sign-in/devices.ts";
import { oneOf, optionalText, required, structure, wholeNumber } from "../../json-api/input.ts";
import { pageOfAll } from "../paging.ts";
import type { PoolContext } from "../service.ts";
import type { Device } from "../tables/devices.ts";
import type { User } from "../tables/users.ts";
import { namedUser } from "./named-user.ts";
import type { Output } from "../../json-api/operation.ts";
import { operation, type Operations } from "./operation.ts";
import { pageToken, token, userOfPool } from "./shapes.ts";

const deviceKey = required(
  optionalText({ minimum: 1, maximum: 55, pattern: /^[\w-]+_[0-9a-f-]+$/ }),
);
const status = oneOf("remembered", "not_remembered");
const secret = optionalText({ minimum: 1, maximum: 131_072 });
const LARGEST_PAGE = 60;
const page = { Limit: wholeNumber(0, LARGEST_PAGE), PaginationToken: pageToken };

/** A user's own devices (C232). */
export const deviceOperations: Operations = {
  ConfirmDevice: operation(
    {
      AccessToken: token,
      DeviceKey: deviceKey,
      DeviceSecretVerifierConfig: structure({ PasswordVerifier: secret, Salt: secret }),
      DeviceName: optionalText({ minimum: 1, maximum: 1024 }),
    },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      const device = confirmDevice(bearer, {
        key: input.DeviceKey,
        name: input.DeviceName ?? null,
        verifier: input.DeviceSecretVerifierConfig?.PasswordVerifier,
        salt: input.DeviceSecretVerifierConfig?.Salt,
      });
      return { UserConfirmationNecessary: !device.isRemembered };
    },
  ),

  GetDevice: operation(
    // The model lets the token be left out, AWS does not.
    { AccessToken: token, DeviceKey: deviceKey },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      return { Device: describe(deviceOf(bearer, bearer.user, input.DeviceKey)) };
    },
  ),

  ListDevices: operation({ AccessToken: token, ...page }, async (service, input) => {
    const bearer = await requireUser(service, input.AccessToken);
    return listDevices(bearer, bearer.user, input);
  }),

  UpdateDeviceStatus: operation(
    { AccessToken: token, DeviceKey: deviceKey, DeviceRememberedStatus: status },
    async (service, input) => {
      const bearer = await requireUser(service, input.AccessToken);
      const device = deviceOf(bearer, bearer.user, input.DeviceKey);
      rememberDevice(bearer, device, input.DeviceRememberedStatus);
      return {};
    },
  ),

  ForgetDevice: operation({ AccessToken: token, DeviceKey: deviceKey }, async (service, input) => {
    const bearer = await requireUser(service, input.AccessToken);
    forgetDevice(bearer, deviceOf(bearer, bearer.user, input.DeviceKey));
    return {};
  }),
};

const deviceOfPool = { ...userOfPool, DeviceKey: deviceKey };

/** The same about any user's, for administrators (C243). */
export const adminDeviceOperations: Operations = {
  AdminGetDevice: operation(deviceOfPool, (service, input) => {
    const named = namedUser(service, input);
    return { Device: describe(deviceOf(named, named.user, input.DeviceKey)) };
  }),

  AdminListDevices: operation({ ...userOfPool, ...page }, (service, input) => {
    const named = namedUser(service, input);
    return listDevices(named, named.user, input);
  }),

  AdminUpdateDeviceStatus: operation(
    { ...deviceOfPool, DeviceRememberedStatus: status },
    (service, input) => {
      const named = namedUser(service, input);
      const device = deviceOf(named, named.user, input.DeviceKey);
      rememberDevice(named, device, input.DeviceRememberedStatus);
      return {};
    },
  ),

  AdminForgetDevice: operation(deviceOfPool, (service, input) => {
    const named = namedUser(service, input);
    forgetDevice(named, deviceOf(named, named.user, input.DeviceKey));
    return {};
  }),
};

function listDevices(
  { service, pool }: PoolContext,
  user: User,
  input: { readonly Limit: number | undefined; readonly PaginationToken: string | undefined },
): Output {
  const { items, next } = pageOfAll(service.store.devices.ofUser(pool.id, user.sub), {
    query: ["devices", user.sub],
    limit: input.Limit,
    token: input.PaginationToken,
    keyOf: ({ key }) => key,
  });
  return { Devices: items.map(describe), ...next("PaginationToken") };
}

function describe({ key, name, isRemembered, created, modified, authenticated }: Device): Output {
  const attributes = [
    ["device_status", isRemembered ? "remembered" : "not_remembered"],
    ["device_name", name],
  ] as const;
  return {
    DeviceKey: key,
    DeviceAttributes: attributes.flatMap(([Name, Value]) =>
      Value === null ? [] : [{ Name, Value }],
    ),
    DeviceCreateDate: created / 1000,
    DeviceLastModifiedDate: modified / 1000,
    DeviceLastAuthenticatedDate: authenticated / 1000,
  };
}
