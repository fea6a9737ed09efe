import { randomUUID } from "node:crypto";
import { members, type Properties, type Resource, text, texts } from "../program/graph.ts";
import { claimAliases, moveNames } from "./aliases.ts";
import { invalidParameter, ServiceError } from "./errors.ts";
import { sendInvitation } from "./messages.ts";
import { findUser, foldName } from "./names.ts";
import { addUser, attributesOfName, refuseTakenName } from "./new-names.ts";
import { checkPasswordPolicy } from "./password-policy.ts";
import { newPasswordRecord } from "./passwords.ts";
import {
  readSeedPassword,
  recordOf,
  type SeedPassword,
  type SeedVerifier,
  seedVerifier,
} from "./seeded-passwords.ts";
import type { PoolContext } from "./service.ts";
import type { Attributes, User } from "./tables/users.ts";

const DAY = 86_400_000;

/** What the graph said about a user when it last wrote one; of a password only what SRP needs. */
interface Seed extends SeedVerifier {
  readonly attributes: Attributes;
  readonly isEnabled: boolean;
  readonly passwordKind: SeedPassword["kind"];
}

/**
 * Makes one user of the graph what the graph says. One that the pool refuses is named and left out.
 * @returns the user's `sub`, undefined for one that was left out
 */
export function seedUser(context: PoolContext, resource: Resource): string | undefined {
  try {
    return writeUser(context, resource);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    console.error(`user "${resource.name}" is not in its pool: ${error.message}`);
    return undefined;
  }
}

function writeUser(context: PoolContext, { inputs, outputs }: Resource): string {
  const { service, pool } = context;
  const name = text(inputs["username"]) ?? "";
  const known = knownUser(context, name);
  const user = known ?? newSeededUser(context, name, text(outputs["sub"]));
  const earlier = known?.seed ? (JSON.parse(known.seed) as Seed) : undefined;
  const password = readSeedPassword(pool, inputs);
  checkPasswordPolicy(pool.passwordPolicy, password.clear);
  const seed = seedOf(context, { user, inputs, name, password, earlier });
  if (known && earlier && JSON.stringify(seed) === known.seed) return user.sub;
  const isPasswordNew =
    seed.verifier !== earlier?.verifier || seed.passwordKind !== earlier.passwordKind;
  const wanted: User = {
    ...user,
    attributes: seed.attributes,
    enabled: seed.isEnabled,
    ...(isPasswordNew && passwordFields(context, { user, seed, password })),
    modified: service.clock.now(),
    seed: JSON.stringify(seed),
  };
  if (known) {
    moveNames(context, known, wanted.attributes);
    service.store.users.save(wanted);
  } else {
    refuseTakenName(context, name, wanted.attributes);
    addUser(context, wanted, attributesOfName(pool, name));
  }
  claimAliases(context, wanted, inputs["forceAliasCreation"] === true);
  if (!known) invite(context, wanted, { inputs, name, password });
  return user.sub;
}

/** The user that the graph means: one of that very name, not one whom an alias of the same text leads to. */
function knownUser(context: PoolContext, name: string): User | undefined {
  const { service, pool } = context;
  if (pool.usernameAttributes.length > 0) return findUser(context, name);
  return service.store.users.byName(pool.id, foldName(pool, name));
}

function newSeededUser(
  { service, pool }: PoolContext,
  name: string,
  recordedSub: string | undefined,
): User {
  const isFree = recordedSub !== undefined && !service.store.users.bySub(pool.id, recordedSub);
  const sub = isFree ? recordedSub : randomUUID();
  const now = service.clock.now();
  return {
    pool: pool.id,
    sub,
    username: pool.usernameAttributes.length > 0 ? sub : name,
    status: "CONFIRMED",
    enabled: true,
    password: null,
    passwordExpires: null,
    attributes: {},
    created: now,
    modified: now,
    seed: null,
  };
}

function seedOf(
  { pool }: PoolContext,
  args: {
    readonly user: User;
    readonly inputs: Properties;
    readonly name: string;
    readonly password: SeedPassword;
    readonly earlier: Seed | undefined;
  },
): Seed {
  const { user, inputs, name, password, earlier } = args;
  const given = Object.fromEntries(
    Object.entries(members(inputs["attributes"])).map(([key, value]) => [key, String(value)]),
  );
  const named = attributesOfName(pool, name);
  const differing = Object.entries(named).find(
    ([key, value]) => foldName(pool, given[key] ?? value) !== foldName(pool, value),
  );
  if (differing) throw invalidParameter(`Its user name and attribute ${differing[0]} differ.`); // C174
  const identity = { poolName: pool.shortName, userId: user.username };
  return {
    attributes: { ...named, ...given },
    isEnabled: inputs["enabled"] !== false,
    passwordKind: password.kind,
    ...seedVerifier(identity, password, earlier),
  };
}

function passwordFields(
  { service, pool }: PoolContext,
  args: { readonly user: User; readonly seed: Seed; readonly password: SeedPassword },
): Pick<User, "password" | "passwordExpires" | "status"> {
  const { user, seed, password } = args;
  const isPermanent = password.kind === "permanent";
  const days = pool.passwordPolicy.temporaryPasswordDays;
  return {
    password:
      password.kind === "generated"
        ? newPasswordRecord(pool, user.username, password.clear)
        : recordOf(seed),
    passwordExpires: isPermanent ? null : service.clock.now() + days * DAY, // C148
    status: isPermanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
  };
}

/** Sends the invitation that AdminCreateUser sends, unless the program suppresses it (C234). */
function invite(
  context: PoolContext,
  user: User,
  args: {
    readonly inputs: Properties;
    readonly name: string;
    readonly password: SeedPassword;
  },
): void {
  const { inputs, name, password } = args;
  if (inputs["messageAction"] === "SUPPRESS" || password.kind === "permanent") return;
  const asked = texts(inputs["desiredDeliveryMediums"]);
  const contacts = [
    { medium: "SMS", to: user.attributes["phone_number"] },
    { medium: "EMAIL", to: user.attributes["email"] },
  ] as const;
  const reachable = contacts.filter(({ to }) => to !== undefined);
  // The first medium asked for that reaches the user, else any that does: a password nobody learns helps nobody.
  const chosen = reachable.find(({ medium }) => asked.includes(medium)) ?? reachable[0];
  if (!chosen?.to) return;
  sendInvitation(context, {
    username: name,
    medium: chosen.medium,
    to: chosen.to,
    temporaryPassword: password.clear,
  });
}
