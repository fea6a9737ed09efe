import type * as pulumi from "@pulumi/pulumi";
import type { FunctionAlarmArgs } from "../function/function-alarms";
import { alarmProblems } from "../shared/alarms";
import type { Problem } from "../shared/arguments";
import { choiceProblem } from "../shared/known-names";
import { logRetentionProblem } from "../shared/log-retention";
import { keyArnProblem } from "../shared/service-key";
import { any, fields, needed, type ShapesOf, table } from "../shared/shapes";
import { API_ALARMS, type ApiAlarmArgs } from "./api-alarms";
import { DOMAIN, type DomainArgs, domainProblems } from "./api-domain";
import {
  CORS,
  type CorsArgs,
  corsProblems,
  type ThrottleArgs,
  throttleProblems,
} from "./api-settings";
import { DEFAULT_STAGES, STAGE, type StagesArgs, stageProblems } from "./api-stages";

/** Arguments of an HTTP API. All may be left out. */
export interface HttpApiArgs {
  /** @default off: only pages of the API's own origin may call it */
  readonly cors?: CorsArgs | undefined;
  /** Limit of a whole stage; above it callers get 429. @default rate 100, burst 200 */
  readonly throttle?: ThrottleArgs;
  /** Stages by name. @default `$default` alone, which releases changes by itself */
  readonly stages?: StagesArgs;
  /** A host name of the API's own, with certificate and addresses. @default none */
  readonly domain?: DomainArgs | undefined;
  /** Whether AWS's own address answers. @default "off" with a domain, else "on" */
  readonly defaultEndpoint?: "on" | "off";
  /** Whether clients reach it by IPv6 as well. @default "dualstack" */
  readonly ipAddressType?: "ipv4" | "dualstack";
  /** Days that access log and function logs are kept. @default 365 */
  readonly logRetentionDays?: number;
  /** KMS key that protects the logs; its policy has to allow CloudWatch Logs. @default the service's own */
  readonly logKeyArn?: pulumi.Input<string> | undefined;
  /**
   * Alarms on refused, failed, slow and throttled requests, and a dashboard; `{}` takes every
   * default.
   * @default none
   */
  readonly alarms?: ApiAlarmArgs | undefined;
}

const ARGUMENTS: ShapesOf<HttpApiArgs> = {
  cors: CORS,
  throttle: any,
  stages: table(STAGE),
  domain: DOMAIN,
  defaultEndpoint: any,
  ipAddressType: any,
  logRetentionDays: any,
  logKeyArn: any,
  alarms: fields(API_ALARMS),
};

/** What all functions of an API have in common. */
export interface FunctionSettings {
  readonly logRetentionDays: number;
  readonly logKeyArn: pulumi.Input<string> | undefined;
  /** Undefined: nobody is told of their failures. */
  readonly alarms: FunctionAlarmArgs | undefined;
}

/** Names of the stages, the one that the API's URL leads to first. */
export type StageNames = readonly [string, ...string[]];

/** Names of the stages; the one that the API's domain serves, else the first, goes first. */
export function stageNames({ stages = DEFAULT_STAGES, domain }: HttpApiArgs): StageNames {
  const names = Object.keys(stages);
  const [main = "$default"] = domain?.stage === undefined ? names : [domain.stage];
  return [main, ...names.filter((name) => name !== main)];
}

/** Everything that is wrong with the arguments of an API. */
export function* apiProblems(args: HttpApiArgs): Iterable<Problem> {
  yield* needed(fields(ARGUMENTS)).problems("", args);
  const { cors, throttle, stages = DEFAULT_STAGES, domain, logRetentionDays, alarms } = args;
  yield choiceProblem("defaultEndpoint", args.defaultEndpoint, ["on", "off"]);
  yield choiceProblem("ipAddressType", args.ipAddressType, ["ipv4", "dualstack"]);
  if (cors !== undefined) yield* corsProblems(cors);
  if (throttle !== undefined) yield* throttleProblems("throttle", throttle);
  yield* stageProblems(stages);
  if (domain !== undefined) yield* domainProblems(domain, Object.keys(stages));
  yield endpointProblem(args);
  yield logRetentionProblem(logRetentionDays);
  yield keyArnProblem("logKeyArn", args.logKeyArn);
  if (alarms !== undefined) yield* alarmProblems(alarms);
}

/** Whether AWS's own address answers, beside a domain or alone. */
export function hasDefaultEndpoint({ defaultEndpoint, domain }: HttpApiArgs): boolean {
  return (defaultEndpoint ?? (domain === undefined ? "on" : "off")) === "on";
}

function endpointProblem(args: HttpApiArgs): Problem {
  const isOn = hasDefaultEndpoint(args);
  if (!isOn && args.domain === undefined) {
    return `defaultEndpoint is "off" and there is no domain: nothing would answer. Give the API a domain.`;
  }
  if (isOn && args.domain?.mutualTls !== undefined) {
    return `defaultEndpoint is "on" beside domain.mutualTls: callers without a certificate would use it. Leave it off.`;
  }
  return undefined;
}
