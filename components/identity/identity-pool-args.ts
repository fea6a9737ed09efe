import type * as pulumi from "@pulumi/pulumi";
import { STANDARD_ATTRIBUTES } from "../auth/user-attributes";
import { STATEMENT } from "../function/function-options";
import type { Problem } from "../shared/arguments";
import { any, fields, list, needed, type ShapesOf, table, text } from "../shared/shapes";
import type { UserRole, UserStatement } from "./identity-role";

/** A role for users whose ID token has a claim of this very text. */
export interface RuleRole extends UserRole {
  /** For instance `custom:department`. Users must not be able to change it. */
  readonly claim: string;
  readonly equals: string;
}

/** A role for everybody on the internet. */
export interface GuestRole extends UserRole {
  /** Why that has to be. It is in the role's description, for reviewers. */
  readonly reason: string;
}

/** The role of a group's members. */
export interface GroupRole extends UserRole {
  readonly description?: string;
}

/**
 * Who gets which role: everybody the same, or by group, or by rule. By group and by rule, who is in no group and meets
 * no rule gets none.
 */
export type UserRoles<Group extends string = string, Rule extends string = string> = {
  /** Everybody who has signed in. @default a role without permissions */
  readonly authenticated?: UserRole;
} & (
  | {
      /**
       * Groups and their roles, the most important first: whoever is in several gets the first one's. The groups are
       * made here: a group has to exist before its members' tokens name its role,
       * and the role after the identity pool that it trusts.
       */
      readonly byGroup?: { readonly [Name in Group]: GroupRole };
      readonly byRule?: never;
    }
  | {
      /** Rules and their roles; the first that a token meets decides. At most 25. */
      readonly byRule?: { readonly [Name in Rule]: RuleRole };
      readonly byGroup?: never;
    }
);

/** Arguments of an identity pool. */
export interface IdentityPoolArgs<Group extends string = string, Rule extends string = string> {
  /** User pool whose users get credentials, by its issuer: `auth.issuer`. */
  readonly issuer: pulumi.Input<string>;
  /** Clients of that pool whose ID tokens are taken, such as `auth.clients.web.id`. 1 to 10. */
  readonly clientIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  readonly roles: UserRoles<Group, Rule>;
  /**
   * Claims of the ID token that policies read as `aws:PrincipalTag/TAG`: `{ tenant: "custom:tenant" }`. A tag is as
   * trustworthy as its claim: what users may change themselves does not compile.
   * @default `email_verified`, which is always there
   */
  readonly principalTags?: { readonly [tag: string]: TagClaim };
  /** Credentials for everybody on the internet, for a reason. @default none */
  readonly guests?: GuestRole;
}

/** Attributes that say who somebody is, proved by Cognito or set by an administrator. */
const PROVED = ["email", "email_verified", "phone_number", "phone_number_verified"] as const;

/** A claim that users do not choose: a registered one, a proved attribute, or one of your own. */
export type TagClaim =
  "sub" | "aud" | "cognito:username" | (typeof PROVED)[number] | `custom:${string}`;

/**
 * Quotas of identity pools and of session tags.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
const STATEMENTS: ShapesOf<UserStatement> = { ...STATEMENT, conditions: table(table(any)) };
const ROLE: ShapesOf<UserRole> = { policies: list(fields(STATEMENTS)) };
const GROUP: ShapesOf<GroupRole> = { ...ROLE, description: text };
const RULE: ShapesOf<RuleRole> = { ...ROLE, claim: needed(text), equals: needed(text) };
const GUESTS: ShapesOf<GuestRole> = { ...ROLE, reason: needed(text) };

const ROLES: ShapesOf<UserRoles> = {
  authenticated: fields(ROLE),
  byGroup: table(needed(fields(GROUP))),
  byRule: table(needed(fields(RULE))),
};

const ARGUMENTS: ShapesOf<IdentityPoolArgs> = {
  issuer: needed(),
  clientIds: needed(list()),
  roles: needed(fields(ROLES)),
  principalTags: table(needed(text)),
  guests: fields(GUESTS),
};

const LIMITS = { rules: 25, clients: 10, tags: 50 } as const;

/** What fits into a role's description, beside the pool's name (IAM, CreateRole). */
const DESCRIPTION = /^[\t\n\r\x20-\x7e\xa1-\xff]{1,500}$/;

/** Everything that is wrong with the arguments. */
export function* identityPoolProblems(args: IdentityPoolArgs): Iterable<Problem> {
  yield* needed(fields(ARGUMENTS)).problems("", args);
  const { clientIds, roles, principalTags = {}, guests } = args;
  if (clientIds.length === 0)
    yield "clientIds is empty: name the clients whose users get credentials.";
  if (clientIds.length > LIMITS.clients) {
    yield `clientIds has ${clientIds.length} clients: roles are chosen for ${LIMITS.clients} at most.`;
  }
  if (roles.byGroup !== undefined && roles.byRule !== undefined) {
    yield "roles has both byGroup and byRule: a client's users get their role in one way. Remove one.";
  }
  yield* roleProblems(roles);
  yield* tagProblems(principalTags);
  if (guests !== undefined) yield reasonProblem(guests.reason);
}

function* roleProblems({ byGroup = {}, byRule = {} }: UserRoles): Iterable<Problem> {
  const names = [...Object.keys(byGroup), ...Object.keys(byRule)];
  const taken = names.find((name) => name === "authenticated" || name === "guests");
  if (taken !== undefined) yield `roles has "${taken}", which is the name of a role of every pool.`;
  const rules = Object.entries<RuleRole>(byRule);
  if (rules.length > LIMITS.rules) {
    yield `roles.byRule has ${rules.length} rules: Cognito takes ${LIMITS.rules} at most.`;
  }
  for (const [name, { claim, equals }] of rules) {
    const path = `roles.byRule["${name}"]`;
    if (claim === "" || equals === "")
      yield `${path} compares nothing: name the claim and its text.`;
    if (isOwnChoice(claim)) {
      yield `${path} goes by "${claim}", which users may change themselves: use an attribute of your own.`;
    }
  }
}

function* tagProblems(principalTags: { readonly [tag: string]: string }): Iterable<Problem> {
  const tags = Object.entries(principalTags);
  // One is always there.
  if (tags.length >= LIMITS.tags) {
    yield `principalTags has ${tags.length} tags: a session has ${LIMITS.tags} at most, email_verified among them.`;
  }
  for (const [tag, claim] of tags) {
    if (tag === "email_verified" && claim !== "email_verified") {
      yield 'principalTags["email_verified"] is always the claim of that name: give the tag another name.';
    }
    if (isOwnChoice(claim)) {
      yield `principalTags["${tag}"] is "${claim}", which users may change themselves: use an attribute of your own.`;
    }
  }
}

function isOwnChoice(claim: string): boolean {
  const isStandard = (STANDARD_ATTRIBUTES as readonly string[]).includes(claim);
  return isStandard && !(PROVED as readonly string[]).includes(claim);
}

function reasonProblem(reason: string): Problem {
  if (reason.trim() === "") {
    return "guests has no reason: say why everybody on the internet gets credentials.";
  }
  return DESCRIPTION.test(reason)
    ? undefined
    : "guests.reason is no description of a role: 1 to 500 characters of Latin-1.";
}
