import type { DatabaseSync } from "node:sqlite";
import type { PasswordRecord } from "./users.ts";
import { query } from "./query.ts";

/** A device of a user that was confirmed (C232). Times in milliseconds. */
export interface Device {
  readonly pool: string;
  readonly sub: string;
  /** `<region>_<uuid>`. */
  readonly key: string;
  readonly name: string | null;
  /** What SRP needs to know the device again (C215). */
  readonly password: PasswordRecord;
  /** Whether it signs in as a device, or is merely known. */
  readonly isRemembered: boolean;
  readonly created: number;
  readonly modified: number;
  readonly authenticated: number;
}

/** Devices of users. */
export interface DevicesTable {
  find(pool: string, sub: string, key: string): Device | undefined;
  /** Newest sign-in first. */
  ofUser(pool: string, sub: string): readonly Device[];
  /** Adds the device, or writes all that can change about it. */
  save(device: Device): void;
  remove(pool: string, sub: string, key: string): void;
}

interface Row extends Omit<Device, "password" | "isRemembered"> {
  readonly salt: string;
  readonly verifier: Uint8Array;
  readonly remembered: number;
}

/** Prepares the statements on devices. */
export function devicesTable(database: DatabaseSync): DevicesTable {
  const find = query<Row>(database, "SELECT * FROM devices WHERE pool = ? AND sub = ? AND key = ?");
  const ofUser = query<Row>(
    database,
    "SELECT * FROM devices WHERE pool = ? AND sub = ? ORDER BY authenticated DESC, key",
  );
  const save = database.prepare(
    `INSERT OR REPLACE INTO devices
       (pool, sub, key, name, salt, verifier, remembered, created, modified, authenticated)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare("DELETE FROM devices WHERE pool = ? AND sub = ? AND key = ?");
  return {
    find: (pool, sub, key) => {
      const row = find.get(pool, sub, key);
      return row && deviceOf(row);
    },
    ofUser: (pool, sub) => ofUser.all(pool, sub).map(deviceOf),
    save: (device) =>
      void save.run(
        device.pool,
        device.sub,
        device.key,
        device.name,
        device.password.salt,
        device.password.verifier,
        Number(device.isRemembered),
        device.created,
        device.modified,
        device.authenticated,
      ),
    remove: (pool, sub, key) => void remove.run(pool, sub, key),
  };
}

function deviceOf({ salt, verifier, remembered, ...rest }: Row): Device {
  return { ...rest, password: { salt, verifier }, isRemembered: remembered === 1 };
}
