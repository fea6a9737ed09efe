import type { ProviderClaims, SamlSession } from "../outcomes.ts";
import { allNamed, attribute, children, plainText, type QualifiedName } from "./xml.ts";

/** What an assertion has to be about. */
export interface AssertionWish {
  readonly entityId: string;
  readonly audience: string;
  readonly recipient: string;
  /** ID of the request that it answers; undefined for one that the provider began by itself. */
  readonly requestId: string | undefined;
  /** Milliseconds. */
  readonly now: number;
}

/** An assertion that holds. */
export interface Assertion {
  readonly id: string;
  /** When it stops holding, milliseconds. */
  readonly expires: number;
  readonly claims: ProviderClaims;
  readonly session: SamlSession;
}

/** Clocks of two machines differ. */
const SKEW = 60_000;

const named = (name: string): QualifiedName => ({ space: "assertion", name });

/** Reads a signed assertion, or says what is wrong with it (SAML Core 2.5, SAML Profiles 4.1.4.3). */
export function readAssertion(assertion: Element, wish: AssertionWish): Assertion | string {
  const issuer = plainText(children(assertion, named("Issuer"))[0]);
  if (issuer !== wish.entityId) return "the assertion is of another issuer";
  const [subject] = children(assertion, named("Subject"));
  const [conditions, moreConditions] = children(assertion, named("Conditions"));
  if (!subject || !conditions || moreConditions) return "the assertion is not complete";
  if (!isInTime(conditions, wish.now)) return "the assertion has expired or is not valid yet";
  if (!isFor(conditions, wish.audience)) return "the assertion is for another audience";
  const expires = confirmation(subject, wish);
  if (expires === undefined) return "the assertion does not confirm its subject to this address";
  const [nameIdElement] = children(subject, named("NameID"));
  const nameId = plainText(nameIdElement);
  const id = attribute(assertion, "ID");
  if (!nameId || !id) return "the assertion has no NameID";
  const attributes = readAttributes(assertion);
  if (!attributes) return "an attribute value of the assertion is not a plain text";
  const session = {
    nameId,
    qualifiers: qualifiersOf(nameIdElement),
    sessionIndex: sessionIndexOf(assertion),
  };
  return { id, expires, claims: { ...attributes, NameID: nameId }, session };
}

function qualifiersOf(nameId: Element | undefined): SamlSession["qualifiers"] {
  const names = ["Format", "NameQualifier", "SPNameQualifier"];
  const given = names.map((name) => [name, attribute(nameId, name)] as const);
  return Object.fromEntries(given.filter((pair): pair is [string, string] => Boolean(pair[1])));
}

/** That of the first statement is what counts. */
function sessionIndexOf(assertion: Element): string | undefined {
  return attribute(children(assertion, named("AuthnStatement"))[0], "SessionIndex");
}

function isInTime(element: Element, now: number): boolean {
  const notBefore = attribute(element, "NotBefore");
  const notOnOrAfter = attribute(element, "NotOnOrAfter");
  // Written as "is": a time that cannot be read is no reason to go on.
  const hasBegun = notBefore === undefined || now + SKEW >= Date.parse(notBefore);
  return hasBegun && (notOnOrAfter === undefined || now - SKEW < Date.parse(notOnOrAfter));
}

/** There is a restriction, and each names us. */
function isFor(conditions: Element, audience: string): boolean {
  const restrictions = children(conditions, named("AudienceRestriction"));
  return (
    restrictions.length > 0 &&
    restrictions.every((restriction) =>
      children(restriction, named("Audience")).some((one) => plainText(one) === audience),
    )
  );
}

/** Until when whoever brings the assertion counts as its subject; undefined where they do not. */
function confirmation(subject: Element, wish: AssertionWish): number | undefined {
  const bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
  const data = children(subject, named("SubjectConfirmation"))
    .filter((one) => attribute(one, "Method") === bearer)
    .flatMap((one) => children(one, named("SubjectConfirmationData")))
    .find(
      (one) =>
        attribute(one, "Recipient") === wish.recipient &&
        attribute(one, "InResponseTo") === wish.requestId &&
        attribute(one, "NotOnOrAfter") !== undefined &&
        isInTime(one, wish.now),
    );
  return data && Date.parse(attribute(data, "NotOnOrAfter") ?? "") + SKEW;
}

/** Values by name; undefined when one of them is not a plain text. */
function readAttributes(assertion: Element): ProviderClaims | undefined {
  const values = new Map<string, string[]>();
  for (const statement of children(assertion, named("AttributeStatement"))) {
    for (const item of allNamed(statement, named("Attribute"))) {
      const texts = children(item, named("AttributeValue")).map((value) => plainText(value));
      if (texts.includes(undefined)) return undefined;
      const name = attribute(item, "Name") ?? "";
      values.set(name, [...(values.get(name) ?? []), ...texts.map(String)]);
    }
  }
  return Object.fromEntries(values);
}
