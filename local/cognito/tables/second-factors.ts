import type { DatabaseSync } from "node:sqlite";
import type { MfaFactor } from "../mfa/settings.ts";
import { query } from "./query.ts";

/** An authenticator app that has shown a right code. */
export interface SoftwareToken {
  readonly secret: Uint8Array;
  /** `FriendlyDeviceName`, null where the app was given none. */
  readonly name: string | null;
  /** Time step of the last code that was taken: none is taken twice (C197). */
  readonly lastStep: number;
}

/** What a user can be asked for besides the password. */
export interface SecondFactors {
  readonly softwareToken: SoftwareToken | null;
  /** Secret of an app that has not shown a code yet; it replaces nothing until then (C219). */
  readonly pendingSecret: Uint8Array | null;
  /** Factors that are switched on, in the order of the pool's list. */
  readonly enabled: readonly MfaFactor[];
  readonly preferred: MfaFactor | null;
}

/** What a user has who never set anything up. */
export const NO_SECOND_FACTORS: SecondFactors = {
  softwareToken: null,
  pendingSecret: null,
  enabled: [],
  preferred: null,
};

/** Second factors by user. */
export interface SecondFactorsTable {
  /** {@link NO_SECOND_FACTORS} for a user who never set anything up. */
  of(pool: string, sub: string): SecondFactors;
  save(pool: string, sub: string, factors: SecondFactors): void;
}

interface Row {
  /** Null together with `last_step`. */
  readonly secret: Uint8Array | null;
  readonly device_name: string | null;
  readonly last_step: number | null;
  readonly pending_secret: Uint8Array | null;
  /** JSON text of a list. */
  readonly enabled: string;
  readonly preferred: MfaFactor | null;
}

/** Prepares the statements on second factors. */
export function secondFactorsTable(database: DatabaseSync): SecondFactorsTable {
  const find = query<Row>(database, "SELECT * FROM second_factors WHERE pool = ? AND sub = ?");
  const save = database.prepare(
    `INSERT OR REPLACE INTO second_factors
       (pool, sub, secret, device_name, last_step, pending_secret, enabled, preferred)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    of: (pool, sub) => factorsOf(find.get(pool, sub)),
    save: (pool, sub, { softwareToken, pendingSecret, enabled, preferred }) =>
      void save.run(
        pool,
        sub,
        softwareToken?.secret ?? null,
        softwareToken?.name ?? null,
        softwareToken?.lastStep ?? null,
        pendingSecret,
        JSON.stringify(enabled),
        preferred,
      ),
  };
}

function factorsOf(row: Row | undefined): SecondFactors {
  if (!row) return NO_SECOND_FACTORS;
  const { secret, device_name: name, last_step: lastStep } = row;
  return {
    softwareToken: secret === null || lastStep === null ? null : { secret, name, lastStep },
    pendingSecret: row.pending_secret,
    enabled: JSON.parse(row.enabled) as readonly MfaFactor[],
    preferred: row.preferred,
  };
}
