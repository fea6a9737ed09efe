import { flagIs } from "../property-checks.ts";
import type { Resource } from "../resource.ts";
import type { Check, Context, Rule } from "../rule.ts";
import { CLIENT } from "../types.ts";
import { isList, type Known } from "../values.ts";
import {
  CREATE_CLIENT,
  hasSecret,
  isMachine,
  OAUTH_CHAPTER,
  SESSION_CHAPTER,
} from "./client-kind.ts";

const ROTATION = "refreshTokenRotation.feature";
const GRACE = "refreshTokenRotation.retryGracePeriodSeconds";
const REFRESH_FLOW = "ALLOW_REFRESH_TOKEN_AUTH";
const MINUTES = { seconds: 1 / 60, minutes: 1, hours: 60, days: 24 * 60 };

const isRotated = (client: Resource): boolean => client.text(ROTATION, "DISABLED") === "ENABLED";

export const CLIENT_TOKEN_RULES: readonly Rule[] = [
  {
    id: "client-token-revocation",
    scope: "resource",
    types: [CLIENT],
    description: "The refresh tokens of a client can be revoked.",
    why: "Signing out ends nothing where they cannot.",
    remedy: "Set enableTokenRevocation to true.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "plain",
    ids: ["prow:cognito_user_pool_client_token_revocation_enabled", "ASVS 7.4.1"],
    reference: SESSION_CHAPTER,
    remediate: { enableTokenRevocation: true },
    checks: [
      // Cognito switches it on for every new client.
      flagIs("enableTokenRevocation", true, true),
    ],
  },
  {
    id: "client-refresh-rotation",
    scope: "resource",
    types: [CLIENT],
    description: "A refresh token works once, and a few seconds more.",
    why: "A thief uses the token of a client without a secret until it expires, and nobody sees two of them.",
    remedy: "Set refreshTokenRotation to ENABLED with a grace period of 10 seconds or less.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "asvs-l2"],
    wave: 1,
    unknown: "plain",
    ids: ["RFC 9700 2.2.2", "RFC 9700 4.14", "ASVS 10.4.5", "OAuth 2.1"],
    reference: "https://www.rfc-editor.org/rfc/rfc9700#section-2.2.2",
    thresholds: {
      maximumGraceSeconds: {
        default: 10,
        minimum: 0,
        description: "How long a refresh token that was used may be used again",
      },
    },
    remediate: rotated,
    // Cognito gives no refresh token for client_credentials.
    applies: (client) => !isMachine(client),
    checks: [
      function* (client, { threshold }) {
        const level = hasSecret(client) ? { level: "advisory" as const } : {};
        const most = threshold("maximumGraceSeconds");
        if (!isRotated(client)) yield client.violation(ROTATION, "ENABLED", level);
        else if (client.number(GRACE, 0) > most) {
          yield client.violation(GRACE, `${most} or less`, level);
        }
      },
    ],
  },
  {
    id: "client-rotation-flow-consistent",
    scope: "resource",
    types: [CLIENT],
    description: "A client whose refresh tokens rotate has no flow for tokens that do not.",
    why: "Cognito refuses the two together.",
    remedy:
      "Remove ALLOW_REFRESH_TOKEN_AUTH; call GetTokensFromRefreshToken or the token endpoint instead.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: CREATE_CLIENT,
    checks: [
      function* (client) {
        if (!isRotated(client)) return;
        for (const { path, value } of client.texts("explicitAuthFlows")) {
          if (value === REFRESH_FLOW) yield client.violation(path, "no such flow with rotation");
        }
      },
    ],
  },
  {
    id: "client-token-ttl",
    scope: "resource",
    types: [CLIENT],
    description: "Access and ID tokens live an hour at most, refresh tokens 30 days.",
    why: "An API takes a token until it expires, whether it was revoked or not.",
    remedy:
      "Shorten the validity, and state its unit: access and ID tokens count in hours otherwise.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod", "asvs-l2"],
    wave: 1,
    unknown: "plain",
    ids: ["OAuth 2.1", "ASVS 10.4.8"],
    reference: OAUTH_CHAPTER,
    thresholds: {
      accessMinutes: { default: 60, minimum: 5, description: "Longest life of an access token" },
      idMinutes: { default: 60, minimum: 5, description: "Longest life of an ID token" },
      refreshDays: { default: 30, minimum: 1, description: "Longest life of a refresh token" },
    },
    checks: [
      lifetime("accessToken", "hours", 1, ({ threshold }) => [
        threshold("accessMinutes"),
        "minutes",
      ]),
      lifetime("idToken", "hours", 1, ({ threshold }) => [threshold("idMinutes"), "minutes"]),
      lifetime("refreshToken", "days", 30, ({ threshold }) => [threshold("refreshDays"), "days"]),
    ],
  },
  {
    id: "client-auth-session",
    scope: "resource",
    types: [CLIENT],
    description: "A sign-in that nobody finishes ends within 5 minutes.",
    why: "What is half done can be finished by somebody else.",
    remedy: "Set authSessionValidity from 3 to 5 minutes.",
    severity: "low",
    enforcement: "advisory",
    profiles: ["asvs-l2"],
    wave: 3,
    unknown: "plain",
    ids: ["ASVS 6.5.5"],
    reference: "https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md",
    thresholds: {
      maximumMinutes: { default: 5, minimum: 3, description: "Longest wait between two steps" },
    },
    checks: [
      function* (client, { threshold }) {
        const property = "authSessionValidity";
        const most = threshold("maximumMinutes");
        if (client.number(property, 3) > most) yield client.violation(property, `${most} or less`);
      },
    ],
  },
];

type Unit = keyof typeof MINUTES;

/**
 * @param kind as in `tokenValidityUnits`
 * @param byDefault what Cognito takes where nothing, or 0, is set, in its own unit
 */
function lifetime(
  kind: string,
  unitByDefault: Unit,
  byDefault: number,
  most: (context: Context) => readonly [number, Unit],
): Check<Context> {
  return function* (client, context) {
    const property = `${kind}Validity`;
    const stated = client.number(property, byDefault);
    const isStated = client.has(property) && stated !== 0;
    const unit = isStated ? unitOf(client, kind, unitByDefault) : unitByDefault;
    const [limit, limitUnit] = most(context);
    if ((stated || byDefault) * MINUTES[unit] <= limit * MINUTES[limitUnit]) return;
    const found = isStated ? { found: `${stated} ${unit}` } : {};
    yield client.violation(property, `${limit} ${limitUnit} or less`, found);
  };
}

function unitOf(client: Resource, kind: string, byDefault: Unit): Unit {
  const unit = client.text(`tokenValidityUnits.${kind}`, byDefault);
  return unit in MINUTES ? (unit as Unit) : byDefault;
}

function rotated(client: Resource): Record<string, Known> {
  const rotation = { feature: "ENABLED", retryGracePeriodSeconds: 10 };
  const flows = client.value("explicitAuthFlows");
  if (!isList(flows)) return { refreshTokenRotation: rotation };
  const others = flows.filter((flow) => flow !== REFRESH_FLOW);
  // An empty list would mean Cognito's default, which has the refused flow in it.
  if (others.length === 0 || others.some((flow) => typeof flow !== "string")) return {};
  return { refreshTokenRotation: rotation, explicitAuthFlows: others };
}
