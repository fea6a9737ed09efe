import { verify, X509Certificate } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { SignedXml } from "xml-crypto";
import { POOL_ID } from "./graph.ts";
import { START } from "./running-pools.ts";
import { SAML_CERTIFICATE, SAML_KEY } from "./saml-keys.ts";

export const ENTITY_ID = "https://saml.test/entity";
export const SIGN_ON = "http://127.0.0.1:9/sso";
export const SIGN_OUT = "http://127.0.0.1:9/slo?tenant=1";

const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/** Metadata of a provider on loopback; nothing listens there, as the browser alone goes. */
export const METADATA = `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${ENTITY_ID}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
      <ds:X509Certificate>${SAML_CERTIFICATE.replaceAll(/-----[^-]+-----|\s/g, "")}</ds:X509Certificate>
    </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${SIGN_ON}"/>
    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${SIGN_OUT}"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;

/** What a response says; every member has a right value that a test may replace. */
export interface ResponseParts {
  readonly acs: string;
  readonly requestId?: string | undefined;
  readonly id?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly recipient?: string;
  readonly destination?: string;
  readonly status?: string;
  /** Milliseconds from the start of the test's clock. */
  readonly notBefore?: number;
  readonly notOnOrAfter?: number;
  /** XML of the NameID's content. */
  readonly nameId?: string;
  /** XML of the NameID's attributes, a space before it. */
  readonly qualifiers?: string;
  /** XML of statements beside that of attributes. */
  readonly statements?: string;
  /** XML of the e-mail attribute's value. */
  readonly email?: string;
}

/** An assertion, not signed. */
export function assertionOf(parts: ResponseParts): string {
  const { acs, requestId, id = "_a1", issuer = ENTITY_ID, recipient = acs } = parts;
  const { audience = `urn:amazon:cognito:sp:${POOL_ID}`, email = "sam@example.com" } = parts;
  const until = time(parts.notOnOrAfter ?? 300_000);
  const answers = requestId === undefined ? "" : ` InResponseTo="${requestId}"`;
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" Version="2.0" IssueInstant="${time(0)}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID${parts.qualifiers ?? ""}>${parts.nameId ?? "sam"}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${recipient}"${answers}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${time(parts.notBefore ?? 0)}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>${parts.statements ?? ""}<saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>${email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>`;
}

/** A response around assertions, not signed. */
export function responseOf(parts: ResponseParts, ...assertions: readonly string[]): string {
  const { acs, requestId, destination = acs } = parts;
  const { status = "urn:oasis:names:tc:SAML:2.0:status:Success" } = parts;
  const answers = requestId === undefined ? "" : ` InResponseTo="${requestId}"`;
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="2.0" IssueInstant="${time(0)}" Destination="${destination}"${answers}><samlp:Status><samlp:StatusCode Value="${status}"/></samlp:Status>${assertions.join("")}</samlp:Response>`;
}

/** Signs one element of a document with the provider's key, or another. */
export function signed(
  xml: string,
  element: "Response" | "Assertion" | "LogoutResponse",
  options: { readonly key?: string; readonly algorithm?: string } = {},
): string {
  const signature = new SignedXml({
    privateKey: options.key ?? SAML_KEY,
    signatureAlgorithm: options.algorithm ?? RSA_SHA256,
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
  });
  const xpath = `//*[local-name(.)='${element}']`;
  signature.addReference({
    xpath,
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
    transforms: [
      "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
      "http://www.w3.org/2001/10/xml-exc-c14n#",
    ],
  });
  signature.computeSignature(xml, { location: { reference: xpath, action: "append" } });
  return signature.getSignedXml();
}

/** The usual response: its assertion is signed. */
export function signedResponse(parts: ResponseParts): string {
  return signed(responseOf(parts, assertionOf(parts)), "Assertion");
}

/** The request that a browser brings to the provider. */
export function readRequest(
  location: string,
  address = SIGN_ON,
): {
  readonly xml: string;
  readonly id: string;
  readonly relayState: string;
} {
  const { searchParams } = new URL(location);
  if (!location.startsWith(address)) throw new Error(`not sent to the provider: ${location}`);
  const deflated = Buffer.from(searchParams.get("SAMLRequest") ?? "", "base64");
  const xml = inflateRawSync(deflated).toString();
  const [, id = ""] = /\bID="([^"]+)"/.exec(xml) ?? [];
  return { xml, id, relayState: searchParams.get("RelayState") ?? "" };
}

function time(offset: number): string {
  return new Date(START + offset).toISOString();
}

/** Whether the query of an address is signed by the key of a certificate, Base64 (SAML Bindings 3.4.4.1). */
export function isSignedBy(certificate: string, location: string): boolean {
  const [, query = ""] = /\b(SAMLRequest=.*)$/.exec(location) ?? [];
  const [content = "", signature = ""] = query.split("&Signature=");
  const { publicKey } = new X509Certificate(Buffer.from(certificate, "base64"));
  const value = Buffer.from(decodeURIComponent(signature), "base64");
  return (
    content.endsWith(`&SigAlg=${encodeURIComponent(RSA_SHA256)}`) &&
    verify("sha256", Buffer.from(content), publicKey, value)
  );
}
