import type { AuthorizerRequest } from "../authorization.ts";
import { requestArn } from "../iam/request-arn.ts";
import { contextMembers, requestMembersV1 } from "../lambda-integration/event-v1.ts";
import { type EventArgs, requestMembers } from "../lambda-integration/event.ts";
import type { PayloadFormat } from "../lambda-integration/payload-format.ts";

/** A request that a Lambda authorizer is asked about. */
export interface AuthorizerEventArgs extends AuthorizerRequest {
  /** Values of the identity sources in configured order; undefined when none are configured. */
  readonly identity: readonly string[] | undefined;
}

/** The event of a Lambda authorizer's function as JSON text (H197, H198); it never shows the body. */
export function createAuthorizerEvent(format: PayloadFormat, args: AuthorizerEventArgs): string {
  return format === "2.0" ? createEventV2(args) : createEventV1(args);
}

function createEventV2(args: AuthorizerEventArgs): string {
  const { route, identity } = args;
  // Null without identity sources: https://github.com/aws-powertools/powertools-lambda-typescript/issues/3483
  const own = { type: "REQUEST", routeArn: requestArn(args), identitySource: identity ?? null };
  const members = JSON.stringify(own).slice(1, -1);
  return `${requestMembers(eventArgs(args), bodyLength(args))},${members}${route.frame.tail}`;
}

function createEventV1(args: AuthorizerEventArgs): string {
  const event = eventArgs(args);
  const joined = args.identity?.join(",") ?? null;
  return JSON.stringify({
    version: "1.0",
    type: "REQUEST",
    methodArn: requestArn(args),
    identitySource: joined,
    authorizationToken: joined,
    ...requestMembersV1(event, bodyLength(args)),
    requestContext: contextMembers(event),
  });
}

function eventArgs(args: AuthorizerEventArgs): EventArgs {
  return { ...args, caller: { kind: "anyone" }, body: undefined };
}

// The body is not read before the request is allowed, so this is what the caller announced.
function bodyLength({ received }: AuthorizerRequest): number {
  return Number(received.headers.byName["content-length"] ?? 0);
}
