import { createHash } from "node:crypto";
import type { IdentityProvider } from "../tables/identity-providers.ts";
import { subjectClaim } from "./provider-types.ts";

/** Somebody whom the stand-in has ready. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly isVerified: boolean;
}

/** One with a proved e-mail address, one without. */
export const PEOPLE: readonly Person[] = [
  { name: "Ada Lovelace", email: "ada@example.com", isVerified: true },
  { name: "Alan Turing", email: "alan@example.com", isVerified: false },
];

/** A claim that the stand-in asks for. */
export interface AskedClaim {
  /** As the provider calls it. */
  readonly claim: string;
  readonly kind: ClaimKind;
}

type ClaimKind = "subject" | "email" | "verified" | "name" | "given" | "family" | "other";

// What claims of OpenID Connect, social providers and SAML assertions are about, by the last part of their name.
const KINDS: { readonly [name: string]: ClaimKind } = {
  email: "email",
  emailaddress: "email",
  mail: "email",
  emailverified: "verified",
  name: "name",
  displayname: "name",
  givenname: "given",
  firstname: "given",
  familyname: "family",
  surname: "family",
  lastname: "family",
  sn: "family",
};

/** What the pool would take from the provider: the subject, and every claim that is mapped to an attribute (C290). */
export function askedClaims(provider: IdentityProvider): readonly AskedClaim[] {
  const subject = subjectClaim(provider);
  const others = new Set(Object.values(provider.mapping));
  others.delete(subject);
  return [
    { claim: subject, kind: "subject" },
    ...[...others].map((claim) => ({ claim, kind: kindOf(claim) })),
  ];
}

function kindOf(claim: string): ClaimKind {
  const last = claim.split(/[/:]/).at(-1) ?? "";
  return KINDS[last.toLowerCase().replaceAll(/[^a-z]/g, "")] ?? "other";
}

/** What the provider says of one of {@link PEOPLE}. */
export function claimsOf(provider: IdentityProvider, person: Person): Record<string, unknown> {
  const [given = "", family = ""] = person.name.split(" ");
  const values: { readonly [Kind in ClaimKind]: unknown } = {
    subject: subjectOf(provider, person.email),
    email: person.email,
    verified: person.isVerified,
    name: person.name,
    given,
    family,
    other: undefined,
  };
  const asked = askedClaims(provider).map(({ claim, kind }) => [claim, values[kind]] as const);
  return Object.fromEntries(asked.filter(([, value]) => value !== undefined));
}

/** A subject for somebody who was given none: the same for the same address at the same provider. */
export function subjectOf({ name }: IdentityProvider, email: string): string {
  const digest = createHash("sha256").update(`${name} ${email}`).digest("hex");
  return BigInt(`0x1${digest}`).toString().slice(0, 21);
}
