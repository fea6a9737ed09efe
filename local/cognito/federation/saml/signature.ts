import { SignedXml } from "xml-crypto";
import { children, parseXml, type QualifiedName, type ReadElement } from "./xml.ts";

/** Algorithms that count; SHA-1 and keyed hashes do not. */
const ALGORITHMS = {
  SignatureAlgorithms: [
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
  ],
  HashAlgorithms: [
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2001/04/xmlenc#sha512",
  ],
  CanonicalizationAlgorithms: [
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
  ],
} as const;

const MOST_TRANSFORMS = 2;
const SIGNATURE: QualifiedName = { space: "signature", name: "Signature" };

/**
 * What the provider signed, read anew from the very bytes that the signature covers: whatever else the document holds,
 * and wherever it was moved to, is not looked at.
 * @param owner the element that the signature stands in, with its document
 * @returns the root of what was signed; undefined without a signature of one of the certificates
 */
export function signedElement(
  owner: ReadElement,
  certificates: readonly string[],
): Element | undefined {
  const [signature, another] = children(owner.element, SIGNATURE);
  if (!signature || another || !isOfSaml(signature)) return undefined;
  for (const certificate of certificates) {
    const signed = signedText(owner.xml, signature, certificate);
    if (signed !== undefined) return parseXml(signed);
  }
  return undefined;
}

/**
 * Whether the signature has the form of SAML's: one reference, and each of two transforms once (SAML Core 5.4). In any
 * other form it could take seconds to find out that it is nobody's. Names alone count, as they do for the reader.
 */
function isOfSaml(signature: Element): boolean {
  const [info, another] = named(signature, "SignedInfo");
  if (!info || another) return false;
  return (
    named(info, "Reference").length === 1 && named(info, "Transform").length <= MOST_TRANSFORMS
  );
}

function named(element: Element, localName: string): readonly Element[] {
  return Array.from(element.getElementsByTagNameNS("*", localName));
}

function signedText(xml: string, signature: Element, certificate: string): string | undefined {
  // The certificate is the metadata's: one that comes along with the signature proves nothing.
  const check = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null });
  check.idAttributes = ["ID"];
  check.SignatureAlgorithms = only(check.SignatureAlgorithms, ALGORITHMS.SignatureAlgorithms);
  check.HashAlgorithms = only(check.HashAlgorithms, ALGORITHMS.HashAlgorithms);
  check.CanonicalizationAlgorithms = only(
    check.CanonicalizationAlgorithms,
    ALGORITHMS.CanonicalizationAlgorithms,
  );
  try {
    check.loadSignature(signature);
    if (!check.checkSignature(xml)) return undefined;
  } catch {
    return undefined; // malformed, or an algorithm that does not count
  }
  const [signed, more] = check.getSignedReferences();
  return more === undefined ? signed : undefined;
}

function only<Value>(
  known: Record<string, Value>,
  allowed: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(Object.entries(known).filter(([name]) => allowed.includes(name)));
}
