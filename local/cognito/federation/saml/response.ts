import type { KeyObject } from "node:crypto";
import { hashOf } from "../../../secrets.ts";
import type { PoolContext } from "../../service.ts";
import type { IdentityProvider } from "../../tables/identity-providers.ts";
import { callbackUrl } from "../departure.ts";
import { type Outcome, type ProviderError, providerFailure } from "../outcomes.ts";
import { type Assertion, readAssertion } from "./assertion.ts";
import { poolEntityId } from "./authn-request.ts";
import { decrypted } from "./encryption.ts";
import { decryptionKeyOf } from "./keys.ts";
import { metadataOf, type SamlMetadata } from "./metadata.ts";
import { signedElement } from "./signature.ts";
import {
  allNamed,
  attribute,
  children,
  isNamed,
  parseXml,
  type QualifiedName,
  type ReadElement,
} from "./xml.ts";

/** Longest `SAMLResponse` (C327). */
const LONGEST_RESPONSE = 100_000;

const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
const RESPONSE: QualifiedName = { space: "protocol", name: "Response" };
const ASSERTION: QualifiedName = { space: "assertion", name: "Assertion" };
const ENCRYPTED: QualifiedName = { space: "assertion", name: "EncryptedAssertion" };

/**
 * Verifies a SAML response and uses it up.
 * @param answer.requestId ID of the request that it must answer; undefined for a sign-in that the provider began
 * @throws ProviderError
 */
export async function readSamlResponse(
  context: PoolContext,
  provider: IdentityProvider,
  answer: { readonly encoded: string; readonly requestId: string | undefined },
): Promise<Outcome> {
  const { encoded, requestId } = answer;
  const metadata = await metadataOf(provider);
  const key = (await decryptionKeyOf(context, provider))?.privateKey;
  const assertion = verified(context, { provider, metadata, key, encoded, requestId });
  useUp(context, provider, { assertion, metadata });
  return { claims: assertion.claims, issuer: metadata.entityId, session: assertion.session };
}

function verified(
  context: PoolContext,
  args: {
    readonly provider: IdentityProvider;
    readonly metadata: SamlMetadata;
    /** Decrypts the assertion; undefined where assertions are not encrypted. */
    readonly key: KeyObject | undefined;
    readonly encoded: string;
    readonly requestId: string | undefined;
  },
): Assertion {
  const { provider, metadata, key, encoded, requestId } = args;
  const refuse = (reason: string) => refusedResponse(provider, reason);
  const recipient = callbackUrl(context, provider);
  const xml = Buffer.from(encoded, "base64").toString("utf8");
  const response = encoded.length > LONGEST_RESPONSE ? undefined : parseXml(xml);
  if (!response || !isNamed(response, RESPONSE)) throw refuse("it is not a SAML response");
  const problem = responseProblem(response, { recipient, requestId, isEncrypted: Boolean(key) });
  if (problem) throw refuse(problem);
  const signed = signedAssertion({ xml, element: response }, metadata.certificates, key);
  if (!signed) throw refuse("it is not signed by the provider");
  const assertion = readAssertion(signed, {
    entityId: metadata.entityId,
    audience: poolEntityId(context),
    recipient,
    requestId,
    now: context.service.clock.now(),
  });
  if (typeof assertion === "string") throw refuse(assertion);
  return assertion;
}

/** What the response says of itself. Unsigned, maybe: it can refuse a sign-in, never allow one. */
function responseProblem(
  response: Element,
  wish: {
    readonly recipient: string;
    readonly requestId: string | undefined;
    readonly isEncrypted: boolean;
  },
): string | undefined {
  const [status] = children(response, { space: "protocol", name: "Status" });
  const [code] = status ? children(status, { space: "protocol", name: "StatusCode" }) : [];
  if (attribute(code, "Value") !== SUCCESS) return "the provider did not sign the user in";
  if ((attribute(response, "Destination") ?? wish.recipient) !== wish.recipient)
    return "it was sent to another address";
  if ((attribute(response, "InResponseTo") ?? wish.requestId) !== wish.requestId)
    return "it answers another request";
  const [wanted, other] = wish.isEncrypted ? [ENCRYPTED, ASSERTION] : [ASSERTION, ENCRYPTED];
  if (allNamed(response, other).length > 0) {
    return `its assertion is ${wish.isEncrypted ? "not encrypted" : "encrypted, and EncryptedResponses is not true"}`;
  }
  // A second one is there to be taken for the first.
  if (allNamed(response, wanted).length !== 1) return "it does not hold exactly one assertion";
  return undefined;
}

/** The assertion as it was signed: by itself, or with the whole response, then maybe encrypted. */
function signedAssertion(
  response: ReadElement,
  certificates: readonly string[],
  key: KeyObject | undefined,
): Element | undefined {
  const whole = signedElement(response, certificates);
  if (whole)
    return isNamed(whole, RESPONSE) ? assertionIn(whole, response.xml, key)?.element : undefined;
  const assertion = assertionIn(response.element, response.xml, key);
  const signed = assertion && signedElement(assertion, certificates);
  return signed && isNamed(signed, ASSERTION) ? signed : undefined;
}

function assertionIn(
  response: Element,
  xml: string,
  key: KeyObject | undefined,
): ReadElement | undefined {
  const [element] = children(response, key ? ENCRYPTED : ASSERTION);
  if (!element || !key) return element && { xml, element };
  const read = decrypted(element, key);
  return read && isNamed(read.element, ASSERTION) ? read : undefined;
}

/** Remembers the assertion for as long as it holds, and refuses one that was here before. */
function useUp(
  { service, pool }: PoolContext,
  provider: IdentityProvider,
  { assertion, metadata }: { readonly assertion: Assertion; readonly metadata: SamlMetadata },
): void {
  const { challenges } = service.store;
  const hash = hashOf(JSON.stringify([pool.id, metadata.entityId, assertion.id]));
  if (challenges.peek(hash)) throw refusedResponse(provider, "it was used before");
  challenges.add(hash, {
    pool: pool.id,
    client: "",
    kind: "SAML_ASSERTION",
    subject: "",
    content: "",
    expires: assertion.expires,
  });
}

function refusedResponse({ name }: IdentityProvider, reason: string): ProviderError {
  return providerFailure(name, 400, `bad SAML response: ${reason}`);
}
