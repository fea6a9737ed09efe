import { randomUUID } from "node:crypto";
import { keyedHash } from "../../secrets.ts";
import type { Bearer } from "../tokens/access-tokens.ts";
import { invalidParameter, ServiceError, TEXTS } from "../../json-api/errors.ts";
import type { ClientContext, PoolContext } from "../service.ts";
import { readClientPublic } from "../passwords/srp.ts";
import type { Device } from "../tables/devices.ts";
import type { PasswordRecord, User } from "../tables/users.ts";

const MAXIMUM_SALT_BYTES = 64;

/** A new device's name for itself, in the form of the JSON API (C183). */
export type NewDevice = {
  readonly DeviceKey: string;
  readonly DeviceGroupKey: string;
};

/**
 * The device that a sign-in says it comes from; undefined where it names none, or the pool tracks none.
 * @throws ServiceError ResourceNotFoundException for one that is not the user's
 */
export function presentedDevice(context: ClientContext, user: User): Device | undefined {
  const { pool, deviceKey } = context;
  return pool.devices && deviceKey !== undefined ? deviceOf(context, user, deviceKey) : undefined;
}

/** The user's device with this key. */
export function deviceOf({ service, pool }: PoolContext, user: User, key: string): Device {
  const device = service.store.devices.find(pool.id, user.sub, key);
  if (!device) throw new ServiceError("ResourceNotFoundException", TEXTS.unknownDevice);
  return device;
}

/** A key for a device that signs in for the first time; undefined where the pool tracks none (C232). */
export function newDevice(context: PoolContext, user: User): NewDevice | undefined {
  const { pool } = context;
  if (!pool.devices) return undefined;
  return {
    DeviceKey: `${pool.region}_${randomUUID()}`,
    DeviceGroupKey: deviceGroup(context, user.sub),
  };
}

/** The group that all devices of a user are in; SRP hashes it in place of the pool's name (C215). */
export function deviceGroup({ service, pool }: PoolContext, sub: string): string {
  const bytes = keyedHash(service.store.keys.secret(pool.id), "device-group", sub);
  return `-${bytes.toString("base64url").replaceAll(/[-_]/g, "0").slice(0, 8)}`;
}

/** Forgets a device; the sessions that it signed in end with it. */
export function forgetDevice({ service, pool }: PoolContext, { sub, key }: Device): void {
  service.store.transaction(() => {
    service.store.devices.remove(pool.id, sub, key);
    service.store.sessions.revokeDevice(pool.id, sub, key);
  });
}

/**
 * Confirms the device that the tokens were issued to (C215, C232). From then on it is known, and remembered unless the
 * pool leaves that to its user.
 * @param given.verifier, given.salt Base64
 */
export function confirmDevice(
  bearer: Bearer,
  given: {
    readonly key: string;
    readonly name: string | null;
    readonly verifier: string | undefined;
    readonly salt: string | undefined;
  },
): Device {
  const { service, pool, user, session } = bearer;
  const { key, name } = given;
  if (!pool.devices || session.deviceKey !== key) {
    throw new ServiceError("ResourceNotFoundException", TEXTS.unknownDevice);
  }
  const now = service.clock.now();
  const device: Device = {
    pool: pool.id,
    sub: user.sub,
    key,
    name,
    password: passwordOf(given),
    isRemembered: !pool.devices.isOnRequest,
    created: now,
    modified: now,
    authenticated: session.authTime,
  };
  return service.store.transaction(() => {
    if (service.store.devices.find(pool.id, user.sub, key)) {
      throw new ServiceError("DeviceKeyExistsException", "Device already exists.");
    }
    service.store.devices.save(device);
    return device;
  });
}

/** Remembers a device, or does so no longer; without a status nothing changes. */
export function rememberDevice(
  { service }: PoolContext,
  device: Device,
  status: string | undefined,
): void {
  if (status === undefined) return;
  const isRemembered = status === "remembered";
  service.store.devices.save({ ...device, isRemembered, modified: service.clock.now() });
}

/** The verifier as the store keeps one; it has to be a member of the group that is not 0 (C209). */
function passwordOf(given: {
  readonly verifier: string | undefined;
  readonly salt: string | undefined;
}): PasswordRecord {
  const [verifier, salt] = [given.verifier, given.salt].map((text) => base64Of(text));
  if (!verifier || !salt || salt.length > MAXIMUM_SALT_BYTES || !isGroupMember(verifier)) {
    throw invalidParameter("Invalid device secret verifier configuration.");
  }
  return { salt: salt.toString("hex"), verifier };
}

function base64Of(text: string | undefined): Buffer | undefined {
  return text && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : undefined;
}

function isGroupMember(verifier: Buffer): boolean {
  return readClientPublic(verifier.toString("hex")) !== undefined;
}
