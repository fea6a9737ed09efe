import { randomUUID } from "node:crypto";
import { hashOf, newSecret } from "../../../secrets.ts";
import type { ProviderSession } from "../../oauth/browser-session.ts";
import { type Html, html } from "../../pages/html.ts";
import type { PoolContext } from "../../service.ts";
import { isStoodIn } from "../addresses.ts";
import { ProviderError } from "../outcomes.ts";
import { poolEntityId } from "./authn-request.ts";
import { samlKeyOf } from "./keys.ts";
import { metadataOf } from "./metadata.ts";
import { redirectAddress } from "./redirect-binding.ts";
import { signedElement } from "./signature.ts";
import { attribute, children, isNamed, NAMESPACES, parseXml, plainText } from "./xml.ts";

/** A sign-out that is under way at a provider. */
interface PendingLogout {
  readonly provider: string;
  readonly requestId: string;
  /** Where the browser goes afterwards; it was checked when the sign-out began. */
  readonly location: string;
}

const KIND = "SAML_LOGOUT";
const LOGOUT_SECONDS = 5 * 60;

/**
 * The provider's sign-out address with a signed request in it (SAML Profiles 4.4).
 * @returns undefined where the provider is not asked: without `IDPSignout` or a `SingleLogoutService`, or out of reach
 */
export async function logoutRequestUrl(
  context: PoolContext,
  session: ProviderSession,
  location: string,
): Promise<string | undefined> {
  const { service, pool } = context;
  const provider = service.store.providers.byName(pool.id, session.provider);
  if (provider?.details["IDPSignout"] !== "true" || isStoodIn(provider)) return undefined;
  try {
    const { logoutUrl } = await metadataOf(provider);
    if (logoutUrl === undefined) return undefined;
    const requestId = `_${randomUUID()}`;
    const relayState = keepLogout(context, { provider: provider.name, requestId, location });
    const { privateKey: key } = await samlKeyOf(context, "signing");
    const request = logoutRequest(context, { session, requestId, logoutUrl });
    return redirectAddress({ address: logoutUrl, request, relayState, key });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    service.log(`user pool ${pool.name}: ${error.message}`);
    return undefined;
  }
}

/**
 * Takes the provider's answer: once, in time, and signed.
 * @returns where the sign-out was to lead; undefined for an answer that ends none
 */
export async function endLogout(
  context: PoolContext,
  answer: { readonly encoded: string; readonly state: string },
): Promise<string | undefined> {
  const { service, pool } = context;
  const pending = takeLogout(context, answer.state);
  const provider = pending && service.store.providers.byName(pool.id, pending.provider);
  if (!provider) return undefined;
  try {
    const { entityId, certificates } = await metadataOf(provider);
    const xml = Buffer.from(answer.encoded, "base64").toString("utf8");
    const element = parseXml(xml);
    const response = element && signedElement({ xml, element }, certificates);
    const isItsAnswer =
      response &&
      isNamed(response, { space: "protocol", name: "LogoutResponse" }) &&
      plainText(children(response, { space: "assertion", name: "Issuer" })[0]) === entityId &&
      attribute(response, "InResponseTo") === pending.requestId;
    // Whatever its status says: the session here has ended already.
    return isItsAnswer ? pending.location : undefined;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return undefined;
  }
}

function logoutRequest(
  context: PoolContext,
  about: {
    readonly session: ProviderSession;
    readonly requestId: string;
    readonly logoutUrl: string;
  },
): Html {
  const { nameId, qualifiers, sessionIndex } = about.session;
  const issued = new Date(context.service.clock.now()).toISOString();
  const issuer = html`<saml:Issuer>${poolEntityId(context)}</saml:Issuer>`;
  // Names of attributes are those that the assertion reader knows.
  const pairs = Object.entries(qualifiers).map(([name, value]) => html` ${name}="${value}"`);
  const subject = html`<saml:NameID${pairs}>${nameId}</saml:NameID>`;
  const index =
    sessionIndex !== undefined && html`<samlp:SessionIndex>${sessionIndex}</samlp:SessionIndex>`;
  return html`<samlp:LogoutRequest
    xmlns:samlp="${NAMESPACES.protocol}"
    xmlns:saml="${NAMESPACES.assertion}"
    ID="${about.requestId}"
    Version="2.0"
    IssueInstant="${issued}"
    Destination="${about.logoutUrl}"
    >${issuer}${subject}${index}</samlp:LogoutRequest
  >`;
}

function keepLogout({ service, pool }: PoolContext, pending: PendingLogout): string {
  const state = newSecret();
  service.store.challenges.add(hashOf(state), {
    pool: pool.id,
    client: "",
    kind: KIND,
    subject: "",
    content: JSON.stringify(pending),
    expires: service.clock.now() + LOGOUT_SECONDS * 1000,
  });
  return state;
}

function takeLogout({ service, pool }: PoolContext, state: string): PendingLogout | undefined {
  const found = service.store.challenges.take(hashOf(state));
  const isOurs = found?.used === 1 && found.pool === pool.id && found.kind === KIND;
  if (!isOurs || service.clock.now() >= found.expires) return undefined;
  return JSON.parse(found.content) as PendingLogout;
}
