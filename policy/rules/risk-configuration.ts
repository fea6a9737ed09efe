import type { Resource } from "../resource.ts";
import type { Context, Rule } from "../rule.ts";
import { RISK_CONFIGURATION } from "../types.ts";

const COMPROMISED = "compromisedCredentialsRiskConfiguration";
const TAKEOVER = "accountTakeoverRiskConfiguration";
const NOTIFY = `${TAKEOVER}.notifyConfiguration`;
const EVENTS = ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"];
const ACTIONS = ["BLOCK", "MFA_REQUIRED", "MFA_IF_CONFIGURED"];
/** The mildest action at each level of risk, as its place in {@link ACTIONS}. */
const MILDEST = { highAction: 1, mediumAction: 2, lowAction: 3 };
const AUTHENTICATION = "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md";

export const RISK_CONFIGURATION_RULES: readonly Rule[] = [
  {
    id: "risk-compromised-block",
    scope: "resource",
    types: [RISK_CONFIGURATION],
    description: "Breached passwords are refused at sign-in, at sign-up and when one is changed.",
    why: "Lists of breached passwords are what attackers work through first.",
    remedy: "Set eventAction to BLOCK, and eventFilters to all three events or none.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod", "asvs-l2"],
    wave: 2,
    unknown: "plain",
    ids: ["prow:cognito_user_pool_blocks_compromised_credentials_sign_in_attempts", "ASVS 6.2.12"],
    reference: AUTHENTICATION,
    checks: [
      function* (risk) {
        const property = `${COMPROMISED}.actions.eventAction`;
        if (risk.text(property) !== "BLOCK") yield risk.violation(property, "BLOCK");
      },
      function* (risk) {
        const property = `${COMPROMISED}.eventFilters`;
        const isFiltered = risk.has(property) && risk.texts(property).length > 0;
        if (isFiltered && !EVENTS.every((event) => risk.includes(property, event))) {
          yield risk.violation(property, `none, or ${EVENTS.join(", ")}`);
        }
      },
    ],
  },
  {
    id: "risk-takeover-actions",
    scope: "resource",
    types: [RISK_CONFIGURATION],
    description:
      "A sign-in of high risk is blocked, one of medium risk needs a second factor, one of low risk where the user " +
      "has one.",
    why: "A takeover that is seen and let through is a takeover.",
    remedy: "Raise the action; with strictRisk all of them are BLOCK.",
    severity: "high",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "plain",
    ids: ["prow:cognito_user_pool_blocks_potential_malicious_sign_in_attempts"],
    reference: "https://github.com/prowler-cloud/prowler",
    checks: Object.entries(MILDEST).map(
      ([level, mildest]) =>
        function* (risk: Resource, { settings }: Context) {
          const property = `${TAKEOVER}.actions.${level}.eventAction`;
          const good = settings.strictRisk ? ["BLOCK"] : ACTIONS.slice(0, mildest);
          if (!good.includes(risk.text(property)))
            yield risk.violation(property, good.join(" or "));
        },
    ),
  },
  {
    id: "risk-notify",
    scope: "resource",
    types: [RISK_CONFIGURATION],
    description: "Users are told of a sign-in that looked like somebody else's.",
    why: "Only the owner knows for sure.",
    remedy: "Set notifyConfiguration with an SES identity, and notify of every action to true.",
    severity: "low",
    enforcement: "advisory",
    profiles: ["asvs-l2"],
    wave: 3,
    unknown: "plain",
    ids: ["ASVS 6.3.5"],
    reference: AUTHENTICATION,
    applies: (risk) => risk.has(TAKEOVER),
    checks: [
      function* (risk) {
        if (risk.value(NOTIFY) === undefined) yield risk.violation(NOTIFY, "an SES identity");
      },
      ...Object.keys(MILDEST).map(
        (level) =>
          function* (risk: Resource) {
            const action = `${TAKEOVER}.actions.${level}`;
            if (!risk.has(action) || risk.flag(`${action}.notify`, false)) return;
            yield risk.violation(`${action}.notify`, "true");
          },
      ),
    ],
  },
  {
    id: "risk-no-wide-skip",
    scope: "resource",
    types: [RISK_CONFIGURATION],
    description: "Threat protection passes over single networks at most.",
    why: "A range that is wide enough switches it off for attackers too.",
    remedy: "List networks of /24 or smaller, of /48 or smaller with IPv6.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "wait",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html",
    thresholds: {
      ipv4Prefix: { default: 24, minimum: 1, description: "Shortest prefix of an IPv4 network" },
      ipv6Prefix: { default: 48, minimum: 1, description: "Shortest prefix of an IPv6 network" },
    },
    checks: [
      function* (risk, { threshold }) {
        for (const { path, value } of risk.texts(
          "riskExceptionConfiguration.skippedIpRangeLists",
        )) {
          const [address = "", prefix] = value.split("/");
          const least = threshold(address.includes(":") ? "ipv6Prefix" : "ipv4Prefix");
          // An address without a prefix is one host.
          if (prefix !== undefined && !(Number(prefix) >= least)) {
            yield risk.violation(path, `/${least} or a smaller network`);
          }
        }
      },
    ],
  },
];
