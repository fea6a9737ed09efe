import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** Who somebody is at an identity provider, and whose sign-in that is here (C242, C291). */
export interface FederatedIdentity {
  readonly pool: string;
  /** Name of the provider. */
  readonly provider: string;
  /** {@link SUBJECT}, or the attribute of a SAML assertion that a link names (C242). */
  readonly attribute: string;
  /** Byte for byte: a provider's subjects are not folded. */
  readonly value: string;
  /** The user's. */
  readonly sub: string;
  readonly created: number;
}

/** Stands for the subject that the provider gives, whatever the claim is called there (C242). */
export const SUBJECT = "Cognito_Subject";

/** Which user of a pool an identity of a provider belongs to. */
export interface FederatedIdentitiesTable {
  find(identity: Omit<FederatedIdentity, "sub" | "created">): FederatedIdentity | undefined;
  /** Of one user, oldest first. */
  ofUser(pool: string, sub: string): readonly FederatedIdentity[];
  /** Adds one that nobody has; throws when somebody does. */
  add(identity: FederatedIdentity): void;
  remove(identity: Omit<FederatedIdentity, "sub" | "created">): void;
}

const KEY = "pool = :pool AND provider = :provider AND attribute = :attribute AND value = :value";

/** Prepares the statements on federated identities. */
export function federatedIdentitiesTable(database: DatabaseSync): FederatedIdentitiesTable {
  const find = query<FederatedIdentity>(
    database,
    `SELECT * FROM federated_identities WHERE ${KEY}`,
  );
  const ofUser = query<FederatedIdentity>(
    database,
    "SELECT * FROM federated_identities WHERE pool = ? AND sub = ? ORDER BY created, provider",
  );
  const add = database.prepare(
    `INSERT INTO federated_identities (pool, provider, attribute, value, sub, created)
     VALUES (:pool, :provider, :attribute, :value, :sub, :created)`,
  );
  const remove = database.prepare(`DELETE FROM federated_identities WHERE ${KEY}`);
  return {
    find: (identity) => find.get(keyOf(identity)),
    ofUser: (pool, sub) => ofUser.all(pool, sub),
    add: (identity) => void add.run({ ...identity }),
    remove: (identity) => void remove.run(keyOf(identity)),
  };
}

function keyOf({ pool, provider, attribute, value }: Omit<FederatedIdentity, "sub" | "created">) {
  return { pool, provider, attribute, value };
}
