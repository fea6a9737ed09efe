import { UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { remove, set } from "../support/stack.ts";

const COMPROMISED = "compromisedCredentialsRiskConfiguration";
const ACTION = `${COMPROMISED}.actions.eventAction`;
const FILTERS = `${COMPROMISED}.eventFilters`;

describePolicy("risk-compromised-block", [
  {
    it: "refuses NO_ACTION",
    change: set("risk", { [ACTION]: "NO_ACTION" }),
    says: [`RiskConfiguration "risk": ${ACTION} is "NO_ACTION"; wanted: BLOCK.`],
  },
  {
    it: "refuses a configuration without it",
    change: set("risk", { [COMPROMISED]: undefined }),
    says: [`RiskConfiguration "risk": ${ACTION} is not set; wanted: BLOCK.`],
  },
  {
    it: "refuses some of the events",
    change: set("risk", { [FILTERS]: ["SIGN_IN"] }),
    says: [
      `RiskConfiguration "risk": ${FILTERS} is ["SIGN_IN"]; wanted: none, or SIGN_IN, PASSWORD_CHANGE, SIGN_UP.`,
    ],
  },
  {
    it: "accepts all events by name",
    change: set("risk", { [FILTERS]: ["SIGN_UP", "SIGN_IN", "PASSWORD_CHANGE"] }),
  },
  {
    it: "does not apply without a risk configuration",
    change: remove("risk"),
    applies: false,
  },
]);

const TAKEOVER = "accountTakeoverRiskConfiguration";
const at = (level: string): string => `${TAKEOVER}.actions.${level}.eventAction`;
const refused = (level: string, action: string | undefined, wanted: string): Case => ({
  it: `refuses ${action ?? "nothing"} as the ${level}`,
  change: set("risk", { [at(level)]: action }),
  says: [
    `RiskConfiguration "risk": ${at(level)} is ${action === undefined ? "not set" : `"${action}"`}; wanted: ${wanted}.`,
  ],
});

describePolicy("risk-takeover-actions", [
  refused("highAction", "MFA_REQUIRED", "BLOCK"),
  refused("mediumAction", "MFA_IF_CONFIGURED", "BLOCK or MFA_REQUIRED"),
  refused("lowAction", "NO_ACTION", "BLOCK or MFA_REQUIRED or MFA_IF_CONFIGURED"),
  refused("highAction", undefined, "BLOCK"),
  {
    it: "refuses everything but BLOCK under strictRisk",
    change: set("risk", { [at("mediumAction")]: "BLOCK" }),
    settings: { strictRisk: true },
    says: [`RiskConfiguration "risk": ${at("lowAction")} is "MFA_IF_CONFIGURED"; wanted: BLOCK.`],
  },
  {
    it: "accepts stricter actions",
    change: set("risk", { [at("mediumAction")]: "BLOCK", [at("lowAction")]: "MFA_REQUIRED" }),
  },
]);

describePolicy("risk-notify", [
  {
    it: "reports that nobody sends the notice",
    change: set("risk", { [`${TAKEOVER}.notifyConfiguration`]: undefined }),
    says: [
      `RiskConfiguration "risk": ${TAKEOVER}.notifyConfiguration is not set; wanted: an SES identity.`,
    ],
  },
  {
    it: "reports an action without a notice",
    change: set("risk", { [`${TAKEOVER}.actions.lowAction.notify`]: false }),
    says: [
      `RiskConfiguration "risk": ${TAKEOVER}.actions.lowAction.notify is false; wanted: true.`,
    ],
  },
  {
    it: "does not apply without actions on takeovers",
    change: set("risk", { [TAKEOVER]: undefined }),
    applies: false,
  },
]);

const RANGES = "riskExceptionConfiguration.skippedIpRangeLists";
const wide = (range: string, prefix: number): Case => ({
  it: `refuses ${range}`,
  change: set("risk", { [RANGES]: [range] }),
  says: [
    `RiskConfiguration "risk": ${RANGES}[0] is "${range}"; wanted: /${prefix} or a smaller network.`,
  ],
});

describePolicy("risk-no-wide-skip", [
  wide("0.0.0.0/0", 24),
  wide("203.0.112.0/23", 24),
  wide("2001:db8::/47", 48),
  wide("203.0.113.0/x", 24),
  {
    it: "accepts small networks and single hosts",
    change: set("risk", {
      [RANGES]: ["203.0.113.0/24", "203.0.113.7", "2001:db8::/48", "2001:db8::1", UNKNOWN],
    }),
  },
  {
    it: "accepts a configuration without exceptions",
    change: set("risk", { riskExceptionConfiguration: undefined }),
  },
]);
