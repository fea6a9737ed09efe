import type { Functions, Invocation } from "../../../../local/functions/invocation.ts";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import {
  branding,
  client,
  domain,
  graphOf,
  machineClient,
  pool,
  POOL_ID,
  resource,
} from "./graph.ts";
import type { Loose } from "./json-api.ts";
import { type RunningPools, serve } from "./running-pools.ts";

/** A trigger as a test writes it: gets the event, returns it, or throws. */
export type TestTrigger = (event: Loose) => unknown;

/** Pools whose triggers are functions of the test. */
export interface TriggeredPools extends RunningPools {
  /** Every event that a trigger was given, in order. */
  readonly events: readonly Loose[];
}

const POOL_ARN = `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${POOL_ID}`;

/** The key that codes for custom senders are encrypted with. */
export const SENDER_KEY_ARN =
  "arn:aws:kms:us-east-1:123456789012:key/8a23102c-9b68-4fed-82ce-523c5363539e";

export function functionArn(name: string): string {
  return `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
}

export function lambda(name: string): Resource {
  return resource("aws:lambda/function:Function", name, {
    outputs: { name, arn: functionArn(name) },
  });
}

export function poolPermission(name: string, inputs: Properties = {}): Resource {
  return resource("aws:lambda/permission:Permission", `${name}-permission`, {
    inputs: {
      action: "lambda:InvokeFunction",
      function: name,
      principal: "cognito-idp.amazonaws.com",
      sourceArn: POOL_ARN,
      ...inputs,
    },
  });
}

/**
 * Serves a pool with these triggers, by member of `lambdaConfig`.
 * @param options.version of the pre-token function; without one the pool names it by its ARN alone
 */
export async function serveTriggers(
  triggers: Readonly<Record<string, TestTrigger>>,
  options: {
    readonly version?: "V1_0" | "V2_0" | "V3_0";
    readonly pool?: Properties;
    readonly client?: Properties;
    readonly more?: readonly Resource[];
  } = {},
): Promise<TriggeredPools> {
  const names = Object.keys(triggers);
  const { version } = options;
  const lambdaConfig = {
    ...Object.fromEntries(names.map((name) => [name, configured(name)])),
    ...(names.some(isSender) && { kmsKeyId: SENDER_KEY_ARN }),
    ...(version && {
      preTokenGenerationConfig: {
        lambdaArn: functionArn("preTokenGeneration"),
        lambdaVersion: version,
      },
    }),
  };
  const graph = graphOf(
    pool({ lambdaConfig, ...options.pool }),
    domain({ managedLoginVersion: 2 }),
    client(options.client),
    branding(),
    machineClient(),
    ...names.flatMap((name) => [lambda(name), poolPermission(name)]),
    ...(options.more ?? []),
  );
  const { functions, events } = testFunctions(triggers);
  return Object.assign(await serve(graph, { functions }), { events });
}

/** A custom sender is configured with its version, every other trigger by its ARN alone. */
function configured(name: string): string | Properties {
  const arn = functionArn(name);
  return isSender(name) ? { lambdaArn: arn, lambdaVersion: "V1_0" } : arn;
}

function isSender(name: string): boolean {
  return name.endsWith("Sender");
}

/** Functions that run in the test itself, by the last part of their URN. */
export function testFunctions(triggers: Readonly<Record<string, TestTrigger>>): {
  readonly functions: Functions;
  readonly events: readonly Loose[];
} {
  const events: Loose[] = [];
  const invoke = async (urn: string, text: string): Promise<Invocation> => {
    const event = JSON.parse(text);
    events.push(JSON.parse(text));
    try {
      const result = await triggers[urn.split("::").at(-1) ?? ""]?.(event);
      return { ok: true, payload: JSON.stringify(result) ?? "null" };
    } catch (error) {
      const { name, message } = error as Error;
      return { ok: false, kind: "error", errorType: name, errorMessage: message };
    }
  };
  return { functions: { invoke }, events };
}

/** A trigger that changes nothing. */
export const same: TestTrigger = (event) => event;

/** A trigger that fills in these members of the response. */
export function responding(response: object): TestTrigger {
  return (event) => ({ ...event, response: { ...event.response, ...response } });
}

/** A trigger that throws. */
export function refusing(message: string): TestTrigger {
  return () => {
    throw new Error(message);
  };
}
