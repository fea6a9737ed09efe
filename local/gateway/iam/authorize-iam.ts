import type { Clock } from "../../clock.ts";
import { isSameSecret } from "../../secrets.ts";
import type { Authorizer, AuthorizerRequest, Refusal } from "../authorization.ts";
import type { Received } from "../received.ts";
import type { Switches } from "../switches.ts";
import { conditionKeys } from "./iam-keys.ts";
import type { FindCredentials, IssuedCredentials } from "./issued-credentials.ts";
import { requestArn } from "./request-arn.ts";
import type { RolePolicies } from "./role-policies.ts";
import {
  isPathSigned,
  isSignedBy,
  readAmzDate,
  readSignatureHeader,
  type SignatureHeader,
} from "./sigv4.ts";

/** What the IAM authorizer of an API decides with. */
export interface IamAuthorizerArgs {
  readonly region: string;
  readonly clock: Clock;
  readonly findCredentials: FindCredentials;
  /** Of the roles of the graph, by ARN. */
  readonly roles: ReadonlyMap<string, RolePolicies>;
  readonly switches: Switches;
}

/** Decides by the body too, where it gets that far. */
export interface IamAuthorizer {
  readonly decide: Authorizer;
  /** Whether the rest of the request leaves the decision to the body. Nobody else's is held in memory. */
  readonly needsBody: (request: AuthorizerRequest) => boolean;
}

/** The AWS_IAM authorizer: who signed, whether it holds, then whether the role may (H211–H214, H299). */
export function createIamAuthorizer(args: IamAuthorizerArgs): IamAuthorizer {
  const screen = (request: AuthorizerRequest): Signed | string => {
    const signed = findSigner(args, request);
    return typeof signed === "string" ? signed : (problemOf(args, request, signed) ?? signed);
  };
  return {
    needsBody: (request) => typeof screen(request) !== "string",
    decide: (request) => {
      const signed = screen(request);
      if (typeof signed === "string") return forbidden(signed);
      const reason = mismatch(request, signed) ?? missingPermission(args, request, signed);
      if (reason !== undefined) return forbidden(reason);
      return { allow: true, caller: { kind: "iam", credentials: signed.credentials } };
    },
  };
}

// H212: one answer for everything; the reason is for the logs.
function forbidden(reason: string): Refusal {
  return { allow: false, status: 403, reason, challenge: undefined };
}

interface Signed {
  readonly header: SignatureHeader;
  readonly credentials: IssuedCredentials;
}

function findSigner(
  { findCredentials }: IamAuthorizerArgs,
  { received }: AuthorizerRequest,
): Signed | string {
  const { authorization } = received.headers.byName;
  if (authorization === undefined) return "the request is not signed";
  const header = readSignatureHeader(authorization);
  if (!header) return "the Authorization header is not one of Signature Version 4";
  const credentials = findCredentials(header.accessKeyId);
  return credentials ? { header, credentials } : "the access key is unknown or has expired";
}

/** What is wrong with the signature, as far as it can be seen without the body. */
function problemOf(
  { clock, region }: IamAuthorizerArgs,
  request: AuthorizerRequest,
  { header, credentials }: Signed,
): string | undefined {
  const { byName } = request.received.headers;
  const { scope } = header;
  if (scope.service !== "execute-api") return `the signature is for the service ${scope.service}`;
  if (scope.region !== region) return `the signature is for the region ${scope.region}`;
  const amzDate = byName["x-amz-date"] ?? "";
  const signedAt = readAmzDate(amzDate);
  if (signedAt === undefined || !amzDate.startsWith(`${scope.date}T`)) {
    return "x-amz-date is not the date of the signature";
  }
  if (!isRecent(signedAt, clock)) return `the request was signed at ${amzDate}, over 5 minutes off`;
  if (!isSameSecret(byName["x-amz-security-token"] ?? "", credentials.sessionToken)) {
    return "the session token is not the one of the access key";
  }
  // H48: here they stay, so one path's signature would open others.
  if (!isPathSigned(request.received.url)) {
    return "the path has empty or dot segments, which a signature does not cover";
  }
  return undefined;
}

/** Whether the signature is one of this request; costs more than all that comes before. */
function mismatch(
  { received, body = Buffer.alloc(0) }: AuthorizerRequest,
  { header, credentials }: Signed,
): string | undefined {
  const sent = { ...received, body, amzDate: received.headers.byName["x-amz-date"] ?? "" };
  if (!isSignedBy(credentials.secretKey, header, sent)) return "the signature does not match";
  return unsignedHeader(received, header);
}

// Compared on its own, or part of what is signed in any case.
const checkedAnyway: ReadonlySet<string> = new Set(["x-amz-date", "x-amz-security-token"]);

// What decides about a request has to be signed, and what is signed has to be there.
function unsignedHeader(
  { headers, rawHeaders }: Received,
  { signedHeaders }: SignatureHeader,
): string | undefined {
  const unsigned = Object.keys(headers.byName).find(
    (name) =>
      (name === "host" || (name.startsWith("x-amz-") && !checkedAnyway.has(name))) &&
      !signedHeaders.includes(name),
  );
  if (unsigned !== undefined) return `the header ${unsigned} is not signed`;
  const sent = new Set(
    rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()),
  );
  const absent = signedHeaders.find((name) => !sent.has(name));
  return absent === undefined ? undefined : `the signed header ${absent} was not sent`;
}

const skewMilliseconds = 5 * 60_000;

// Who signs goes by the machine's clock or by the runtime's: `POST /clock` moves only the latter (design.md 5.3).
function isRecent(signedAt: number, clock: Clock): boolean {
  return [clock.now(), clock.machineNow()].some(
    (now) => Math.abs(now - signedAt) <= skewMilliseconds,
  );
}

/** Why the caller's role may not call the route; undefined when it may. */
function missingPermission(
  { region, roles, switches }: IamAuthorizerArgs,
  request: AuthorizerRequest,
  { credentials }: Signed,
): string | undefined {
  const { roleArn, isForeignRole } = credentials;
  const resource = requestArn(request);
  const role = roles.get(roleArn);
  if (!role) {
    const mayInvoke = isForeignRole && switches.foreignRolesMayInvoke;
    return mayInvoke ? undefined : `${roleArn} is not in the graph`;
  }
  const keys = conditionKeys(credentials, request.received, region);
  const { effect, unjudged } = role.judge({ action: "execute-api:Invoke", resource, keys });
  if (effect === "Allow") return undefined;
  const refusal =
    effect === "Deny"
      ? `a policy of ${roleArn} denies execute-api:Invoke on ${resource}`
      : `no policy of ${roleArn} allows execute-api:Invoke on ${resource}`;
  return [
    refusal,
    ...unjudged.map((condition) => `the condition ${condition} cannot be judged here`),
    ...role.unread.map((name) => `the policy ${name} cannot be read here`),
  ].join("; ");
}
