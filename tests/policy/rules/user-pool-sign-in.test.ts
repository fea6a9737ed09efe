import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { all, remove, set } from "../support/stack.ts";

const TAKEOVER = "accountTakeoverRiskConfiguration.actions";
const optional = set("pool", { mfaConfiguration: "OPTIONAL" });
const lowAction = (eventAction: string) =>
  set("risk", { [`${TAKEOVER}.lowAction.eventAction`]: eventAction });

describePolicy("cog-mfa-required", [
  {
    it: "refuses OPTIONAL",
    change: all(optional, remove("risk")),
    says: ['UserPool "pool": mfaConfiguration is "OPTIONAL"; wanted: ON.'],
  },
  {
    it: "refuses the provider's default",
    change: set("pool", { mfaConfiguration: undefined }),
    says: ['UserPool "pool": mfaConfiguration is not set, which means "OFF"; wanted: ON.'],
  },
  {
    it: "accepts OPTIONAL where every risk asks for a second factor",
    change: all(optional, lowAction("MFA_REQUIRED")),
  },
  {
    it: "refuses OPTIONAL where a low risk asks for one only if it is set up",
    change: all(optional, lowAction("MFA_IF_CONFIGURED")),
    says: ['UserPool "pool": mfaConfiguration is "OPTIONAL"; wanted: ON.'],
  },
  {
    it: "refuses OPTIONAL where threat protection only watches",
    change: all(
      optional,
      lowAction("MFA_REQUIRED"),
      set("pool", { "userPoolAddOns.advancedSecurityMode": "AUDIT" }),
    ),
    says: ['UserPool "pool": mfaConfiguration is "OPTIONAL"; wanted: ON.'],
  },
  {
    it: "does not apply to a pool without passwords",
    change: set("pool", { "signInPolicy.allowedFirstAuthFactors": ["WEB_AUTHN"] }),
    applies: false,
  },
]);

const passwordsOnly = set("pool", {
  "signInPolicy.allowedFirstAuthFactors": ["PASSWORD"],
  webAuthnConfiguration: undefined,
});
const noAuthenticator = set("pool", { softwareTokenMfaConfiguration: undefined });

describePolicy("cog-mfa-not-sms-only", [
  {
    it: "refuses a second factor by SMS alone",
    change: all(passwordsOnly, noAuthenticator),
    says: [
      'UserPool "pool": softwareTokenMfaConfiguration.enabled is not set, which means false; wanted: true, or passkeys.',
    ],
  },
  {
    it: "refuses software tokens that are off",
    change: all(passwordsOnly, set("pool", { "softwareTokenMfaConfiguration.enabled": false })),
    says: [
      'UserPool "pool": softwareTokenMfaConfiguration.enabled is false; wanted: true, or passkeys.',
    ],
  },
  { it: "accepts software tokens", change: passwordsOnly },
  { it: "accepts passkeys", change: noAuthenticator },
  {
    it: "waits for factors that are not known, which may be passkeys",
    change: all(
      noAuthenticator,
      set("pool", { "signInPolicy.allowedFirstAuthFactors": ["PASSWORD", UNKNOWN] }),
    ),
    remarks: 1,
  },
  {
    it: "does not apply without a second factor",
    change: all(passwordsOnly, noAuthenticator, set("pool", { mfaConfiguration: "OFF" })),
    applies: false,
  },
]);

describePolicy("cog-webauthn-uv-required", [
  {
    it: "refuses the provider's default",
    change: set("pool", { "webAuthnConfiguration.userVerification": undefined }),
    says: [
      'UserPool "pool": webAuthnConfiguration.userVerification is not set, which means "preferred"; wanted: required.',
    ],
  },
  {
    it: "refuses preferred",
    change: set("pool", { "webAuthnConfiguration.userVerification": "preferred" }),
    says: [
      'UserPool "pool": webAuthnConfiguration.userVerification is "preferred"; wanted: required.',
    ],
  },
  {
    it: "refuses another relying party than the custom domain",
    change: set("pool", { "webAuthnConfiguration.relyingPartyId": "app.example.com" }),
    says: [
      'UserPool "pool": webAuthnConfiguration.relyingPartyId is "app.example.com"; wanted: auth.example.com.',
    ],
  },
  {
    it: "accepts no relying party beside a prefix domain alone",
    change: all(
      set("pool", { "webAuthnConfiguration.relyingPartyId": undefined }),
      remove("domain"),
    ),
  },
  { it: "does not apply without passkeys", change: passwordsOnly, applies: false },
]);

describePolicy("cog-device-challenge", [
  {
    it: "reports devices that prove nothing",
    change: set("pool", { "deviceConfiguration.challengeRequiredOnNewDevice": false }),
    says: [
      'UserPool "pool": deviceConfiguration.challengeRequiredOnNewDevice is false; wanted: true.',
    ],
  },
  {
    it: "reports the provider's default",
    change: set("pool", { deviceConfiguration: { deviceOnlyRememberedOnUserPrompt: true } }),
    says: [
      'UserPool "pool": deviceConfiguration.challengeRequiredOnNewDevice is not set, which means false; wanted: true.',
    ],
  },
  {
    it: "does not apply where devices are not remembered",
    change: set("pool", { deviceConfiguration: undefined }),
    applies: false,
  },
]);
