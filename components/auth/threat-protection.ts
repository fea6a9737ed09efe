import type * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import type { Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import type { EmailSender } from "./email-sender";

/** What happens to a sign-in that looks like a thief's. */
export type TakeoverAction = "BLOCK" | "MFA_REQUIRED" | "MFA_IF_CONFIGURED" | "NO_ACTION";

/** Protection that only the tier PLUS has. Watch with AUDIT for two weeks, then set ENFORCED. */
export interface ThreatProtectionArgs {
  /** AUDIT only counts and records. */
  readonly mode: "AUDIT" | "ENFORCED";
  /**
   * By level of risk. The user is told by mail where `email` is a sender of your own.
   * @default low MFA_IF_CONFIGURED, medium MFA_REQUIRED, high BLOCK
   */
  readonly accountTakeover?: {
    readonly low?: TakeoverAction;
    readonly medium?: TakeoverAction;
    readonly high?: TakeoverAction;
  };
  /** Passwords known from breaches, at sign-up, sign-in and password changes. @default "BLOCK" */
  readonly compromisedCredentials?: "BLOCK" | "NO_ACTION";
  /**
   * Networks in CIDR form, at most 200 each: always blocked, and never scored. Ranges to skip are /24
   * or smaller, /48 or smaller with IPv6.
   * @default none
   */
  readonly ipRanges?: { readonly block?: readonly string[]; readonly skip?: readonly string[] };
}

/** The pool's part of threat protection. */
export function threatSettings(args: ThreatProtectionArgs | undefined, hasOwnChallenges: boolean) {
  if (args === undefined) return {};
  return {
    userPoolAddOns: {
      advancedSecurityMode: args.mode,
      // Challenges of your own are a setting apart, easily missed (F82).
      ...(hasOwnChallenges && { advancedSecurityAdditionalFlows: { customAuthMode: args.mode } }),
    },
  };
}

/** The pool that risks are configured for. */
export interface RiskArgs {
  readonly userPoolId: pulumi.Input<string>;
  readonly threatProtection: ThreatProtectionArgs;
  readonly email?: EmailSender | "cognito";
}

/** Says what happens at each level of risk, at every client of the pool. */
export function createRiskConfiguration(
  name: string,
  args: RiskArgs,
  parent: pulumi.Resource,
): void {
  const { userPoolId, threatProtection, email } = args;
  const { compromisedCredentials = "BLOCK", ipRanges } = threatProtection;
  new cognito.RiskConfiguration(
    name,
    {
      userPoolId,
      accountTakeoverRiskConfiguration: takeover(threatProtection, email),
      compromisedCredentialsRiskConfiguration: {
        actions: { eventAction: compromisedCredentials },
        eventFilters: ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"],
      },
      ...(ipRanges && {
        riskExceptionConfiguration: {
          ...(ipRanges.block && { blockedIpRangeLists: [...ipRanges.block] }),
          ...(ipRanges.skip && { skippedIpRangeLists: [...ipRanges.skip] }),
        },
      }),
    },
    { parent },
  );
}

function takeover({ accountTakeover = {} }: ThreatProtectionArgs, email?: EmailSender | "cognito") {
  const { low = "MFA_IF_CONFIGURED", medium = "MFA_REQUIRED", high = "BLOCK" } = accountTakeover;
  const notify = typeof email === "object";
  return {
    actions: {
      lowAction: { eventAction: low, notify },
      mediumAction: { eventAction: medium, notify },
      highAction: { eventAction: high, notify },
    },
    ...(notify && {
      notifyConfiguration: {
        sourceArn: email.sesIdentityArn,
        from: email.from,
        ...(email.replyTo !== undefined && { replyTo: email.replyTo }),
      },
    }),
  };
}

/** Shortest prefix of a network that is never scored. */
const LEAST_PREFIX = { ipv4: 24, ipv6: 48 };

/** Everything that is wrong with the ranges of addresses. */
export function* threatProblems(args: ThreatProtectionArgs | undefined): Iterable<Problem> {
  for (const [list, ranges] of Object.entries(args?.ipRanges ?? {})) {
    const path = `threatProtection.ipRanges.${list}`;
    if (ranges.length > limits.riskIpRanges) {
      yield `${path} has ${ranges.length} entries: Cognito takes at most ${limits.riskIpRanges}.`;
    }
    for (const range of ranges) yield rangeProblem(path, range, list === "skip");
  }
}

function rangeProblem(path: string, range: string, isSkipped: boolean): Problem {
  const prefix = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*)\/(\d{1,3})$/.exec(
    range,
  )?.[1];
  const isIpv6 = range.includes(":");
  if (prefix === undefined || Number(prefix) > (isIpv6 ? 128 : 32)) {
    return `${path} has "${range}": write a network in CIDR form, for instance 203.0.113.0/24.`;
  }
  const least = isIpv6 ? LEAST_PREFIX.ipv6 : LEAST_PREFIX.ipv4;
  if (!isSkipped || Number(prefix) >= least) return undefined;
  return `${path} has "${range}": a range that wide switches the protection off. List networks of /${least} or smaller.`;
}
