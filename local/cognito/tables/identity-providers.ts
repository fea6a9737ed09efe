import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** Kinds of identity providers (C288). */
export type ProviderType =
  "Google" | "Facebook" | "LoginWithAmazon" | "SignInWithApple" | "OIDC" | "SAML";

/** An identity provider of a pool (C288, C289). */
export interface IdentityProvider {
  readonly pool: string;
  /** Unique in its pool; the type's own name for a social one. */
  readonly name: string;
  readonly type: ProviderType;
  /** `ProviderDetails`, secrets included: never to be printed or shown on a page. */
  readonly details: { readonly [key: string]: string };
  /** `AttributeMapping`: the provider's claim by attribute of the pool (C290). */
  readonly mapping: { readonly [attribute: string]: string };
  /** `IdpIdentifiers`, in their order. */
  readonly identifiers: readonly string[];
  readonly created: number;
  readonly modified: number;
  /** What the graph last wrote here, null for a provider that was made at run time. */
  readonly seed: string | null;
}

/** The identity providers of pools. */
export interface IdentityProvidersTable {
  /** In order of name. */
  ofPool(pool: string): readonly IdentityProvider[];
  byName(pool: string, name: string): IdentityProvider | undefined;
  /** Adds or replaces. */
  save(provider: IdentityProvider): void;
  remove(pool: string, name: string): void;
}

/** `details`, `mapping` and `identifiers` as JSON text. */
type Row = Omit<IdentityProvider, "details" | "mapping" | "identifiers"> &
  Readonly<Record<"details" | "mapping" | "identifiers", string>>;

/** Prepares the statements on identity providers. */
export function identityProvidersTable(database: DatabaseSync): IdentityProvidersTable {
  const ofPool = query<Row>(
    database,
    "SELECT * FROM identity_providers WHERE pool = ? ORDER BY name",
  );
  const byName = query<Row>(
    database,
    "SELECT * FROM identity_providers WHERE pool = ? AND name = ?",
  );
  const save = database.prepare(
    `INSERT OR REPLACE INTO identity_providers
       (pool, name, type, details, mapping, identifiers, created, modified, seed)
     VALUES (:pool, :name, :type, :details, :mapping, :identifiers, :created, :modified, :seed)`,
  );
  const remove = database.prepare("DELETE FROM identity_providers WHERE pool = ? AND name = ?");
  return {
    ofPool: (pool) => ofPool.all(pool).map(providerOf),
    byName: (pool, name) => {
      const row = byName.get(pool, name);
      return row && providerOf(row);
    },
    save: (provider) =>
      void save.run({
        ...provider,
        details: JSON.stringify(provider.details),
        mapping: JSON.stringify(provider.mapping),
        identifiers: JSON.stringify(provider.identifiers),
      }),
    remove: (pool, name) => void remove.run(pool, name),
  };
}

function providerOf(row: Row): IdentityProvider {
  return {
    ...row,
    details: JSON.parse(row.details),
    mapping: JSON.parse(row.mapping),
    identifiers: JSON.parse(row.identifiers),
  };
}
