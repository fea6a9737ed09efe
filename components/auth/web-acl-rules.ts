/** Requests of one address in five minutes. A sign-in takes a handful, guessing takes thousands. */
const RATE_LIMIT = 1_000;
const RATE_WINDOW_SECONDS = 300;

/**
 * AWS's rules, the cheapest to judge first.
 * Source: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const MANAGED_GROUPS = [
  ["ip-reputation", "AWSManagedRulesAmazonIpReputationList"],
  ["known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet"],
  ["common", "AWSManagedRulesCommonRuleSet"],
] as const;

/** No specification asks an OAuth client for the header, and many servers send none. */
const COUNTED = ["NoUserAgent_HEADER"];

/**
 * Rules that take the address of the user's own machine in `redirect_uri` and `logout_uri` for an
 * attack on ours: https://github.com/awslabs/nx-plugin-for-aws/pull/1016.
 */
const COUNTED_FOR_LOOPBACK = [
  "EC2MetaDataSSRF_QUERYARGUMENTS",
  "EC2MetaDataSSRF_BODY",
  "GenericRFI_QUERYARGUMENTS",
  "GenericRFI_BODY",
];

/**
 * Rules of a web ACL in front of a user pool. They block; what none of them matches goes through.
 * @param name begins the names of the rules' metrics
 * @param hasLoopback whether a client's users are sent back to their own machine (RFC 8252)
 */
export function webAclRules(name: string, hasLoopback: boolean) {
  const counted = hasLoopback ? [...COUNTED, ...COUNTED_FOR_LOOPBACK] : COUNTED;
  return [
    rateRule(name),
    ...MANAGED_GROUPS.map(([key, group], index) =>
      managedRule(`${name}-${key}`, {
        group,
        priority: index + 1,
        counted: key === "common" ? counted : [],
      }),
    ),
  ];
}

/** Metrics on. Samples off: what a log redacts shows in them. */
export function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

// Whatever takes a password, a code or a token is a POST: the sign-in pages' forms, /oauth2/token
// and the JSON API, whose operations share the path "/". Pages and keys are read without limit.
function rateRule(name: string) {
  return {
    name: `${name}-rate`,
    priority: 0,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        limit: RATE_LIMIT,
        evaluationWindowSec: RATE_WINDOW_SECONDS,
        aggregateKeyType: "IP",
        scopeDownStatement: {
          byteMatchStatement: {
            fieldToMatch: { method: {} },
            positionalConstraint: "EXACTLY",
            searchString: "POST",
            textTransformations: [{ priority: 0, type: "NONE" }],
          },
        },
      },
    },
    visibilityConfig: visibility(`${name}-rate`),
  };
}

/** The group's own actions hold, except of rules that are counted only. */
function managedRule(name: string, { group, priority, counted }: ManagedRule) {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: group,
        ...(counted.length > 0 && { ruleActionOverrides: counted.map(countOnly) }),
      },
    },
    visibilityConfig: visibility(name),
  };
}

interface ManagedRule {
  readonly group: string;
  readonly priority: number;
  /** Names of the group's rules. */
  readonly counted: readonly string[];
}

function countOnly(name: string) {
  return { name, actionToUse: { count: {} } };
}
