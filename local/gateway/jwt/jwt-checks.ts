import type { IssuerKeys, VerificationKey } from "./issuer-keys.ts";
import { checkAudience, checkIssuer, checkTimes, type ClaimRules } from "./jwt-claims.ts";
import type { JwtRefusal } from "./jwt-refusals.ts";
import {
  type Claims,
  decodeHeader,
  decodePayload,
  type JwtHeader,
  splitToken,
  type TokenParts,
} from "./jwt.ts";
import type { SignatureCheck } from "./signatures.ts";

/** A check as people read of it. */
export interface NamedCheck {
  readonly name: string;
  /** Its rules: H… of AWS's behaviour, J… of hostile tokens. */
  readonly rules: string;
}

/** One check of a token. */
export interface JwtCheck extends NamedCheck {
  /** Why the token is refused; undefined when it passes. A promise only where somebody has to be waited for. */
  readonly check: (inspection: JwtInspection) => Finding | Promise<Finding>;
}

/** A token on its way through the checks; each finds here what the ones before it left. */
export interface JwtInspection {
  readonly token: string;
  readonly keys: IssuerKeys;
  readonly checkSignature: SignatureCheck;
  readonly rules: ClaimRules;
  /** Seconds since 1970. */
  readonly now: number;
  parts: TokenParts;
  header: JwtHeader;
  kid: string;
  key: VerificationKey | undefined;
  claims: Claims;
}

type Finding = JwtRefusal | undefined;

/**
 * What a token must pass, in AWS's order (H66): shape, algorithm, key, signature, claims. Where the token stands comes
 * before, the route's scopes come after (`jwtPipeline`).
 */
export const jwtChecks: readonly JwtCheck[] = [
  { name: "three segments", rules: "H77, H79", check: checkSegments },
  { name: "header", rules: "H78, J038–J044", check: checkHeader },
  { name: "algorithm", rules: "H80, H81", check: checkAlgorithm },
  { name: "key id", rules: "H82–H88", check: checkKeyId },
  { name: "algorithm of the key", rules: "H297, J128", check: checkKeyAlgorithm },
  { name: "signature", rules: "H89", check: checkSigned },
  { name: "claims", rules: "H78, J121–J126", check: checkClaims },
  { name: "issuer", rules: "H90", check: ({ claims, rules }) => checkIssuer(claims, rules) },
  {
    name: "audience",
    rules: "H91–H94",
    check: ({ claims, rules }) => checkAudience(claims, rules),
  },
  {
    name: "times",
    rules: "H96–H102",
    check: ({ claims, rules, now }) => checkTimes(claims, rules, now),
  },
  { name: "subject", rules: "J098", check: checkSubject },
];

const noParts: TokenParts = { header: "", payload: "", signed: "", signature: Buffer.alloc(0) };
const noHeader: JwtHeader = { alg: undefined, kid: undefined };
const noClaims: Claims = Object.freeze({});

/** Starts an inspection; what no check has found yet is empty and passes none. */
export function openInspection(
  given: Pick<JwtInspection, "token" | "keys" | "checkSignature" | "rules" | "now">,
): JwtInspection {
  const { token, keys, checkSignature, rules, now } = given;
  return {
    token,
    keys,
    checkSignature,
    rules,
    now,
    parts: noParts,
    header: noHeader,
    kid: "",
    key: undefined,
    claims: noClaims,
  };
}

function checkSegments(inspection: JwtInspection): Finding {
  const parts = splitToken(inspection.token, inspection.rules.strict);
  if (typeof parts === "string") return parts;
  inspection.parts = parts;
  return undefined;
}

function checkHeader(inspection: JwtInspection): Finding {
  const header = decodeHeader(inspection.parts.header, inspection.rules.strict);
  if (typeof header === "string") return header;
  inspection.header = header;
  return undefined;
}

// H80: RSA with PKCS#1 padding only; a map, so that `constructor` is no algorithm.
const digests: ReadonlyMap<unknown, string> = new Map([
  ["RS256", "RSA-SHA256"],
  ["RS384", "RSA-SHA384"],
  ["RS512", "RSA-SHA512"],
]);

function checkAlgorithm({ header }: JwtInspection): Finding {
  return digests.has(header.alg) ? undefined : "algorithm";
}

function checkKeyId(inspection: JwtInspection): Finding | Promise<Finding> {
  const { kid } = inspection.header;
  // J033: no name of a key is that long. H82: a token without kid is refused.
  if (typeof kid !== "string" || kid === "" || kid.length > 256) return "key";
  inspection.kid = kid;
  const take = (key: VerificationKey | undefined): Finding => {
    inspection.key = key;
    if (key) return undefined;
    return inspection.keys.isOfAnotherIssuer?.() ? "discovery" : "key";
  };
  const found = inspection.keys.find(kid);
  return found instanceof Promise ? found.then(take) : take(found);
}

// A key that names its algorithm verifies no other.
function checkKeyAlgorithm({ header, key }: JwtInspection): Finding {
  return key?.alg === undefined || key.alg === header.alg ? undefined : "algorithm";
}

function checkSigned(inspection: JwtInspection): Finding | Promise<Finding> {
  const { parts, header, key, checkSignature } = inspection;
  const algorithm = digests.get(header.alg);
  if (!key || algorithm === undefined) return "signature";
  const data = Buffer.from(parts.signed, "latin1");
  const isGood = checkSignature({ algorithm, data, key: key.key, signature: parts.signature });
  return isGood instanceof Promise ? isGood.then(findingOf) : findingOf(isGood);
}

function findingOf(isGood: boolean): Finding {
  return isGood ? undefined : "signature";
}

function checkClaims(inspection: JwtInspection): Finding {
  const claims = decodePayload(inspection.parts.payload, inspection.rules.strict);
  if (typeof claims === "string") return claims;
  inspection.claims = claims;
  return undefined;
}

// A subject is a text.
function checkSubject({ claims, rules }: JwtInspection): Finding {
  const { sub } = claims;
  const isWrong = rules.strict && sub !== undefined && typeof sub !== "string";
  return isWrong ? "subject" : undefined;
}
