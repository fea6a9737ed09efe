import { type KeyObject, sign } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { Html } from "../../pages/html.ts";

/** A request on its way to a provider. */
export interface RedirectedRequest {
  readonly address: string;
  readonly request: Html;
  readonly relayState: string;
  /** Signs it; undefined sends it unsigned. */
  readonly key: KeyObject | undefined;
}

const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/** An address with a request in it, by the redirect binding (SAML Bindings 3.4). */
export function redirectAddress({ address, request, relayState, key }: RedirectedRequest): string {
  const parameters = new URLSearchParams({
    SAMLRequest: deflateRawSync(request.markup).toString("base64"),
    RelayState: relayState,
  });
  if (key) {
    parameters.set("SigAlg", RSA_SHA256);
    // The octets are signed as they are sent, escapes included (3.4.4.1).
    const signature = sign("sha256", Buffer.from(parameters.toString()), key);
    parameters.set("Signature", signature.toString("base64"));
  }
  return `${address}${address.includes("?") ? "&" : "?"}${parameters}`;
}
