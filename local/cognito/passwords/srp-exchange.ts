import { randomBytes } from "node:crypto";
import { isSameSecret } from "../../secrets.ts";
import { claimSignature, serverPublic, sharedKey, type SrpIdentity } from "./srp.ts";

/** What is kept between the two halves of a proof by SRP; numbers as hexadecimal texts. */
export interface SrpExchange {
  readonly clientPublic: string;
  readonly serverPublic: string;
  readonly b: string;
}

/** A client's proof as it came (C211). */
export interface SrpClaim {
  /** Base64. */
  readonly secretBlock: string;
  readonly signature: string;
  readonly timestamp: string;
}

const SECRET_BLOCK_BYTES = 1024; // opaque, of the size that clients see on AWS (C213)
const EXPONENT_BYTES = 32;

/** A secret block to answer with. */
export function newSecretBlock(): string {
  return randomBytes(SECRET_BLOCK_BYTES).toString("base64");
}

/** Answers A with B (C209). */
export function openExchange(verifier: Uint8Array, clientPublic: bigint): SrpExchange {
  const b = randomBytes(EXPONENT_BYTES);
  return {
    clientPublic: clientPublic.toString(16),
    serverPublic: serverPublic(verifier, b).toString(16),
    b: b.toString("hex"),
  };
}

/** Whether the proof is one by whom the verifier stands for (C211). When it was made is for the caller to check. */
export function isProven(
  exchange: SrpExchange,
  whose: { readonly identity: SrpIdentity; readonly verifier: Uint8Array },
  claim: SrpClaim,
): boolean {
  const key = sharedKey({
    clientPublic: BigInt(`0x${exchange.clientPublic}`),
    serverPublic: BigInt(`0x${exchange.serverPublic}`),
    verifier: whose.verifier,
    b: Buffer.from(exchange.b, "hex"),
  });
  if (!key) return false;
  const { timestamp } = claim;
  const secretBlock = Buffer.from(claim.secretBlock, "base64");
  const expected = claimSignature(key, whose.identity, { secretBlock, timestamp });
  return isSameSecret(claim.signature, expected);
}
