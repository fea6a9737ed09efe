import { verify } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** A signed text, and what it is said to be signed with. */
export interface Signed {
  /** Name of the algorithm in OpenSSL, for instance `RSA-SHA256`. */
  readonly algorithm: string;
  readonly data: Buffer;
  readonly key: KeyObject;
  readonly signature: Buffer;
}

/** Whether the signature is the key's. */
export type SignatureCheck = (signed: Signed) => boolean | Promise<boolean>;

/** Checks a signature on this thread. */
export const checkHere = ({ algorithm, data, key, signature }: Signed): boolean =>
  verify(algorithm, data, key, signature);

/**
 * Checks one signature at a time on this thread, which is quickest for a single request; those that come meanwhile, or
 * in the same turn of the event loop, go to the thread pool. That takes a fifth of this thread's time for each, so that
 * the other cores do the rest (measured: 4 µs instead of 21).
 */
export function checkInParallel(): SignatureCheck {
  let inPool = 0;
  let isTurnTaken = false;
  return (signed) => {
    if (inPool === 0 && !isTurnTaken) {
      isTurnTaken = true;
      setImmediate(() => (isTurnTaken = false));
      return checkHere(signed);
    }
    inPool += 1;
    return new Promise((resolve) => {
      const { algorithm, data, key, signature } = signed;
      verify(algorithm, data, key, signature, (error, isGood) => {
        inPool -= 1;
        // What cannot be checked is not good.
        resolve(error === null && isGood);
      });
    });
  };
}
