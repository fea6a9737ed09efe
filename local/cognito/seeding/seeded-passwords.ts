import { randomBytes, randomInt } from "node:crypto";
import { type Properties, text } from "../../program/graph.ts";
import type { UserPool } from "../pool.ts";
import { type SrpIdentity, verifierOf } from "../passwords/srp.ts";
import type { PasswordRecord } from "../tables/users.ts";

/** The password of a user of the graph. */
export interface SeedPassword {
  readonly kind: "permanent" | "temporary" | "generated";
  /** In clear; never stored. A generated one is another each time it is read. */
  readonly clear: string;
}

/** A password record as JSON keeps it; empty verifier: generated, so there is nothing to compare. */
export interface SeedVerifier {
  readonly salt: string;
  /** Base64. */
  readonly verifier: string;
}

/** The password that the graph gives a user; one is made up where it gives none (C234). */
export function readSeedPassword(pool: UserPool, inputs: Properties): SeedPassword {
  const permanent = text(inputs["password"]);
  if (permanent) return { kind: "permanent", clear: permanent };
  const temporary = text(inputs["temporaryPassword"]);
  if (temporary) return { kind: "temporary", clear: temporary };
  return { kind: "generated", clear: generatedPassword(pool) };
}

/** A temporary password that meets any policy. */
export function generatedPassword(pool: UserPool): string {
  const sets = ["abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "!#%*+-_"];
  const length = Math.max(12, pool.passwordPolicy.minimumLength);
  return Array.from({ length }, (_, index) => {
    const set = sets[index % sets.length] ?? "";
    return set[randomInt(set.length)];
  }).join("");
}

// Half a millisecond each: a graph with a thousand users would be felt at every reload without this.
const computed = new Map<string, string>();
const MOST_COMPUTED = 10_000;

/** What the store keeps of the graph's password, with the salt of the last time so that a change shows. */
export function seedVerifier(
  identity: SrpIdentity,
  password: SeedPassword,
  earlier: SeedVerifier | undefined,
): SeedVerifier {
  const salt = earlier?.salt ?? randomBytes(16).toString("hex");
  if (password.kind === "generated") return { salt, verifier: "" };
  const key = JSON.stringify([identity.poolName, identity.userId, salt, password.clear]);
  const known = computed.get(key);
  if (known !== undefined) return { salt, verifier: known };
  if (computed.size >= MOST_COMPUTED) computed.clear();
  const verifier = verifierOf(identity, salt, password.clear).toString("base64");
  computed.set(key, verifier);
  return { salt, verifier };
}

/** The record to check sign-ins against. */
export function recordOf({ salt, verifier }: SeedVerifier): PasswordRecord {
  return { salt, verifier: Buffer.from(verifier, "base64") };
}
