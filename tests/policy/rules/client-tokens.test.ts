import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { all, set } from "../support/stack.ts";

describePolicy("client-token-revocation", [
  {
    it: "refuses tokens that cannot be revoked",
    change: set("client", { enableTokenRevocation: false }),
    says: ['UserPoolClient "client": enableTokenRevocation is false; wanted: true.'],
  },
  { it: "accepts true", change: set("client", { enableTokenRevocation: true }) },
]);

const FEATURE = "refreshTokenRotation.feature";
const GRACE = "refreshTokenRotation.retryGracePeriodSeconds";
const NOT_ROTATED = `UserPoolClient "client": ${FEATURE} is not set, which means "DISABLED"; wanted: ENABLED.`;
const notRotated = set("client", { refreshTokenRotation: undefined });

describePolicy("client-refresh-rotation", [
  { it: "refuses the provider's default", change: notRotated, says: [NOT_ROTATED] },
  {
    it: "refuses DISABLED",
    change: set("client", { [FEATURE]: "DISABLED" }),
    says: [`UserPoolClient "client": ${FEATURE} is "DISABLED"; wanted: ENABLED.`],
  },
  {
    it: "refuses a grace period of 11 seconds",
    change: set("client", { [GRACE]: 11 }),
    says: [`UserPoolClient "client": ${GRACE} is 11; wanted: 10 or less.`],
  },
  {
    it: "reports a client that keeps a secret",
    change: all(notRotated, set("client", { generateSecret: true })),
    says: [NOT_ROTATED],
    level: "advisory",
  },
  { it: "accepts no grace period", change: set("client", { [GRACE]: undefined }) },
  {
    it: "waits for flows that are not known",
    change: all(notRotated, set("client", { allowedOauthFlows: UNKNOWN })),
    remarks: 1,
  },
]);

describePolicy("client-rotation-flow-consistent", [
  {
    it: "refuses the flow of tokens that do not rotate",
    change: set("client", {
      explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
    says: [
      'UserPoolClient "client": explicitAuthFlows[1] is "ALLOW_REFRESH_TOKEN_AUTH"; wanted: no such flow with rotation.',
    ],
  },
  {
    it: "accepts it without rotation",
    change: all(notRotated, set("client", { explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"] })),
  },
]);

const noUnits = set("client", { tokenValidityUnits: undefined });

describePolicy("client-token-ttl", [
  {
    it: "refuses 60 hours where minutes were meant",
    change: all(noUnits, set("client", { accessTokenValidity: 60, idTokenValidity: 1 })),
    says: [
      'UserPoolClient "client": accessTokenValidity is "60 hours"; wanted: 60 minutes or less.',
    ],
  },
  {
    it: "refuses an ID token of 2 hours",
    change: set("client", { idTokenValidity: 120 }),
    says: [
      'UserPoolClient "client": idTokenValidity is "120 minutes"; wanted: 60 minutes or less.',
    ],
  },
  {
    it: "refuses a refresh token of a year",
    change: set("client", { refreshTokenValidity: 365 }),
    says: ['UserPoolClient "client": refreshTokenValidity is "365 days"; wanted: 30 days or less.'],
  },
  {
    it: "accepts exactly the longest lives, in any unit",
    change: set("client", {
      tokenValidityUnits: { accessToken: "seconds", idToken: "hours", refreshToken: "hours" },
      accessTokenValidity: 3600,
      idTokenValidity: 1,
      refreshTokenValidity: 720,
    }),
  },
  {
    it: "accepts the provider's defaults, which have units of their own",
    change: set("client", {
      accessTokenValidity: undefined,
      idTokenValidity: 0,
      refreshTokenValidity: undefined,
    }),
  },
]);

describePolicy("client-auth-session", [
  {
    it: "reports 6 minutes",
    change: set("client", { authSessionValidity: 6 }),
    says: ['UserPoolClient "client": authSessionValidity is 6; wanted: 5 or less.'],
  },
  { it: "accepts 5 minutes", change: set("client", { authSessionValidity: 5 }) },
]);
