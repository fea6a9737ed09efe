import { members, type Properties, type Resource, text, texts } from "../../program/graph.ts";
import { claimAliases, moveNames } from "../attributes/aliases.ts";
import { givenName } from "../attributes/schema.ts";
import { invalidParameter, ServiceError } from "../../json-api/errors.ts";
import { invite, isInvited, seededMetadata } from "../messages/invitations.ts";
import { findByName, foldName } from "../names.ts";
import { addUser, attributesOfName, refuseTakenName } from "../sign-up/new-names.ts";
import { newUser } from "../sign-up/new-users.ts";
import { withUnverified } from "../sign-up/sign-up.ts";
import { checkPasswordPolicy } from "../passwords/policy.ts";
import { newPasswordRecord } from "../passwords/passwords.ts";
import {
  readSeedPassword,
  recordOf,
  type SeedPassword,
  type SeedVerifier,
  seedVerifier,
} from "./seeded-passwords.ts";
import type { PoolContext } from "../service.ts";
import type { Attributes, User } from "../tables/users.ts";
import { type CustomTexts, NO_TEXTS } from "../triggers/custom-message.ts";

const DAY = 86_400_000;

/** What the graph said about a user when it last wrote one; of a password only what SRP needs. */
interface Seed extends SeedVerifier {
  readonly attributes: Attributes;
  readonly isEnabled: boolean;
  readonly passwordKind: SeedPassword["kind"];
}

/** A user whom the pool's functions let in, and their texts for the invitation. */
interface AskedUser {
  readonly user: User;
  readonly texts: CustomTexts;
}

/** What the pool's functions said to a user whom the graph adds. */
export type SeedAnswer = AskedUser | { readonly refusal: ServiceError };

/**
 * Makes one user of the graph what the graph says. One that the pool refuses is named and left out.
 * @param answer of the pool's functions, where they were asked
 * @returns the user's `sub`, undefined for one that was left out
 */
export function seedUser(
  context: PoolContext,
  resource: Resource,
  answer?: SeedAnswer,
): string | undefined {
  try {
    if (answer && "refusal" in answer) throw answer.refusal;
    return writeUser(context, resource, answer);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    context.service.log(`user "${resource.name}" is not in its pool: ${error.message}`);
    return undefined;
  }
}

function writeUser(context: PoolContext, resource: Resource, asked?: AskedUser): string {
  const { service, pool } = context;
  const { inputs } = resource;
  const name = text(inputs["username"]) ?? "";
  const known = findByName(context, name);
  const user = known ?? asked?.user ?? newGraphUser(context, resource);
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
  if (!known && isInvited(inputs)) {
    inviteSeeded(context, wanted, { inputs, password, texts: asked?.texts ?? NO_TEXTS });
  }
  return user.sub;
}

/** One whom no invitation reaches is there all the same (C177). */
function inviteSeeded(
  context: PoolContext,
  user: User,
  args: {
    readonly inputs: Properties;
    readonly password: SeedPassword;
    readonly texts: CustomTexts;
  },
): void {
  const { inputs, password, texts: custom } = args;
  const name = text(inputs["username"]) ?? "";
  const mediums = texts(inputs["desiredDeliveryMediums"]);
  const clientMetadata = seededMetadata(inputs, "clientMetadata");
  const invitation = { name, mediums, temporaryPassword: password.clear, texts: custom };
  try {
    invite({ ...context, clientMetadata }, user, invitation);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    context.service.log(`user "${name}" is not invited: ${error.message}`);
  }
}

/** Whether the graph's user is there already. */
export function isSeeded(context: PoolContext, { inputs }: Resource): boolean {
  return findByName(context, text(inputs["username"]) ?? "") !== undefined;
}

/** The user that the graph adds, as the pool's functions see them before they are stored. */
export function newSeededUser(context: PoolContext, resource: Resource): User {
  const { inputs } = resource;
  const named = attributesOfName(context.pool, text(inputs["username"]) ?? "");
  const attributes = withUnverified({ ...named, ...givenAttributes(inputs) });
  const status = inputs["password"] === undefined ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED";
  return { ...newGraphUser(context, resource), status, attributes };
}

/** With the `sub` of the program's outputs, unless somebody has it. */
function newGraphUser(context: PoolContext, { inputs, outputs }: Resource): User {
  const { service, pool } = context;
  const sub = text(outputs["sub"]);
  const isFree = sub !== undefined && !service.store.users.bySub(pool.id, sub);
  return newUser(context, {
    name: text(inputs["username"]) ?? "",
    status: "CONFIRMED",
    attributes: {},
    ...(isFree && { sub }),
  });
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
  const given = givenAttributes(inputs);
  const named = attributesOfName(pool, name);
  const differing = Object.entries(named).find(
    ([key, value]) => foldName(pool, given[key] ?? value) !== foldName(pool, value),
  );
  if (differing) throw invalidParameter(`Its user name and attribute ${differing[0]} differ.`); // C174
  const identity = { poolName: pool.shortName, userId: user.username };
  return {
    attributes: withUnverified({ ...named, ...given }),
    isEnabled: inputs["enabled"] !== false,
    passwordKind: password.kind,
    ...seedVerifier(identity, password, earlier),
  };
}

/** The attributes that a program gives to a user, under their full names. */
export function givenAttributes(inputs: Properties): Attributes {
  const given = Object.entries(members(inputs["attributes"]));
  return Object.fromEntries(given.map(([name, value]) => [givenName(name), String(value)]));
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
