import type { Invocation } from "../../../../local/functions/invocation.ts";
import type { Graph, Properties } from "../../../../local/program/graph.ts";
import type { Event, GatewayOptions, TestGateway } from "./gateway.ts";
import {
  accountId,
  api,
  apiId,
  graphOf,
  guard,
  lambda,
  lambdaAuthorizer,
  permission,
  region,
  route,
  stage,
} from "./graph.ts";

/** ARN of the API, to which stage, method and path are added. */
export const apiArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}`;

/** A simple response that lets everything pass. */
export const allowed = '{"isAuthorized":true}';

/** The header that identifies the caller. */
export const key = (value: string): readonly [string, string] => ["X-Key", value];

/** An API with routes behind one Lambda authorizer, and an open one. */
export function guarded(inputs: Properties = {}, stages = [stage()]): Graph {
  return graphOf(
    api(),
    ...stages,
    lambda("main"),
    permission("main"),
    guard(),
    lambdaAuthorizer(inputs),
    route("GET /a", { isGuarded: true }),
    route("GET /b", { isGuarded: true }),
    route("ANY /items/{id}", { isGuarded: true }),
    route("GET /old", { isGuarded: true, integration: { payloadFormatVersion: "1.0" } }),
    route("GET /open"),
    route("$default", { isGuarded: true }),
  );
}

/** A gateway whose authorizer's function answers this, and whose other function says ok. */
export function answering(
  answer: string | Invocation | ((event: Event) => string | Invocation | Promise<Invocation>),
): GatewayOptions {
  return {
    handler: (event) => {
      if (event["type"] !== "REQUEST") return '{"statusCode":200,"body":"ok"}';
      return typeof answer === "function" ? answer(event) : answer;
    },
  };
}

/** Events that the authorizer's function got. */
export function asked(gateway: TestGateway): Event[] {
  return gateway.events.filter((event) => event["type"] === "REQUEST");
}

/** Events that the integration's function got. */
export function served(gateway: TestGateway): Event[] {
  return gateway.events.filter((event) => event["type"] !== "REQUEST");
}

/** Statuses of GET requests to paths, each with a value of the identifying header, one after the other. */
export async function statuses(
  gateway: TestGateway,
  ...requests: readonly (readonly [path: string, value: string])[]
): Promise<number[]> {
  const found: number[] = [];
  for (const [path, value] of requests) {
    found.push((await gateway.send("GET", path, { headers: [key(value)] })).status);
  }
  return found;
}

/** A policy of these statements, as the function's answer. */
export function policy(statements: readonly object[], context?: object): string {
  const policyDocument = { Version: "2012-10-17", Statement: statements };
  return JSON.stringify({ principalId: "ada", policyDocument, ...(context ? { context } : {}) });
}

/** An Allow of this resource. */
export function allow(resource: string | readonly string[]): object {
  return { Effect: "Allow", Action: "execute-api:Invoke", Resource: resource };
}
