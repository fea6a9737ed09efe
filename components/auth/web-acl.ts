import * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as wafv2 from "@pulumi/aws/wafv2";
import type { Problem } from "../shared/arguments";
import { DEFAULT_LOG_RETENTION_DAYS } from "../shared/log-retention";
import { serviceKeyTags } from "../shared/service-key";
import { isLoopback } from "../shared/web-address";
import type { AppClientArgs } from "./app-client";
import { type ClientTable, presentClients } from "./clients";
import { visibility, webAclRules } from "./web-acl-rules";

/**
 * The firewall in front of a user pool's endpoints: `"managed"` is made here, with AWS's rule
 * groups, a log, and a limit of 1,000 POST requests in 5 minutes per address; `arn` is a REGIONAL
 * one that exists, for instance for a server that fetches tokens more often; `none` says why there
 * is none.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
 */
export type WebAcl =
  | "managed"
  | { readonly arn: pulumi.Input<string>; readonly none?: never }
  | { readonly none: string; readonly arn?: never };

/** The arguments that give a pool a web ACL. */
export interface WebAclArgs {
  readonly webAcl?: WebAcl;
  readonly logRetentionDays?: number;
  readonly clients: ClientTable;
}

/** The pool that a web ACL stands in front of. */
export interface GuardedPool {
  readonly id: pulumi.Input<string>;
  readonly arn: pulumi.Input<string>;
}

// What a tag takes: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
const REASON = /^[\p{L}\p{N} _.:/=+@-]{1,200}$/u;

/** Puts a web ACL in front of a pool, if there is to be one. */
export function createWebAcl(
  name: string,
  args: WebAclArgs,
  pool: GuardedPool,
  parent: pulumi.Resource,
): void {
  const { webAcl } = args;
  if (webAcl === undefined) return;
  if (webAcl !== "managed" && webAcl.arn === undefined) return;
  const webAclArn =
    webAcl === "managed" ? createManagedWebAcl(name, args, pool, parent) : webAcl.arn;
  new wafv2.WebAclAssociation(
    `${name}-association`,
    { resourceArn: pool.arn, webAclArn },
    { parent },
  );
}

/** The pool's tag that says why it has none: there reviewers of the graph find it. */
export function webAclTags(webAcl: WebAcl | undefined) {
  if (typeof webAcl !== "object" || webAcl.none === undefined) return {};
  return { tags: { webAcl: `none: ${webAcl.none}` } };
}

/** What is wrong with the choice of a web ACL. */
export function webAclProblem(webAcl: WebAcl | undefined): Problem {
  if (webAcl === undefined || webAcl === "managed") return undefined;
  const { arn, none } = webAcl;
  if ((arn === undefined) === (none === undefined)) {
    return 'webAcl must be "managed", { arn: ARN } or { none: REASON }.';
  }
  if (none !== undefined) {
    if (none.trim() !== "" && REASON.test(none)) return undefined;
    return (
      `webAcl.none is "${none}": say why in 1 to 200 characters that a tag takes, ` +
      "letters, digits, spaces and _.:/=+@-."
    );
  }
  if (typeof arn !== "string" || /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\//.test(arn)) {
    return undefined;
  }
  return `webAcl.arn is "${arn}": it must be the ARN of a REGIONAL web ACL of WAFv2.`;
}

function createManagedWebAcl(
  name: string,
  { clients, logRetentionDays = DEFAULT_LOG_RETENTION_DAYS }: WebAclArgs,
  pool: GuardedPool,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const acl = new wafv2.WebAcl(
    name,
    {
      scope: "REGIONAL",
      // Anybody may come to a sign-in page: the rules say who may not.
      defaultAction: { allow: {} },
      rules: webAclRules(name, Object.values(presentClients(clients)).some(sendsToLoopback)),
      visibilityConfig: visibility(name),
    },
    { parent },
  );
  const log = new cloudwatch.LogGroup(
    `${name}-log`,
    {
      // WAF writes to groups of this prefix only, and lets itself do so by a resource policy.
      name: pulumi.interpolate`aws-waf-logs-${pool.id}`,
      retentionInDays: logRetentionDays,
      tags: serviceKeyTags,
    },
    { parent },
  );
  new wafv2.WebAclLoggingConfiguration(
    `${name}-logging`,
    {
      resourceArn: acl.arn,
      logDestinationConfigs: [log.arn],
      // Codes, tokens and session cookies pass through it.
      redactedFields: [
        { singleHeader: { name: "authorization" } },
        { singleHeader: { name: "cookie" } },
        { queryString: {} },
      ],
    },
    { parent },
  );
  return acl.arn;
}

/** Whether users of a client are sent back to their own machine. */
function sendsToLoopback({ callbackUrls = [], logoutUrls = [] }: AppClientArgs): boolean {
  return [...callbackUrls, ...logoutUrls].some((url) => typeof url === "string" && isLoopback(url));
}
