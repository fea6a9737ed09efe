import { WEB_ACL_ASSOCIATION } from "../../../policy/types.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { all, type Change, changed, set } from "../support/stack.ts";

const ADMIN_ONLY = "adminCreateUserConfig.allowAdminCreateUserOnly";
const open = set("pool", { [ADMIN_ONLY]: false });
const noFirewall: Change = (stack) => stack.filter(({ type }) => type !== WEB_ACL_ASSOCIATION);
const NO_FIREWALL = 'UserPool "pool" has no web ACL; wanted: one, as anybody may sign up.';

describePolicy("cog-self-signup-explicit", [
  {
    it: "refuses the provider's default",
    change: set("pool", { adminCreateUserConfig: undefined }),
    says: [
      `UserPool "pool": ${ADMIN_ONLY} is not set, which means false; wanted: true, or false where anybody is meant to sign up.`,
    ],
  },
  { it: "accepts that anybody signs up, where the program says so", change: open },
  {
    it: "refuses open sign-up without proved addresses",
    change: all(open, set("pool", { autoVerifiedAttributes: [] })),
    says: ['UserPool "pool": autoVerifiedAttributes is []; wanted: email, as anybody may sign up.'],
  },
  {
    it: "refuses open sign-up without a web ACL",
    change: all(open, noFirewall),
    says: [NO_FIREWALL],
  },
  {
    it: "reports it before production",
    change: all(open, noFirewall),
    settings: { profile: "baseline" },
    says: [NO_FIREWALL],
    level: "advisory",
  },
]);

describePolicy("cog-auto-verify-aliases", [
  {
    it: "refuses an address that nobody proves",
    change: set("pool", { autoVerifiedAttributes: undefined }),
    says: ['UserPool "pool": autoVerifiedAttributes is not set; wanted: email among them.'],
  },
  {
    it: "refuses an alias that nobody proves",
    change: set("pool", {
      usernameAttributes: undefined,
      aliasAttributes: ["email", "phone_number", "preferred_username"],
    }),
    says: [
      'UserPool "pool": autoVerifiedAttributes is ["email"]; wanted: phone_number among them.',
    ],
  },
  {
    it: "accepts a pool whose users sign in with a name",
    change: set("pool", { usernameAttributes: undefined, autoVerifiedAttributes: undefined }),
  },
  {
    it: "waits for a list whose members are not known",
    change: set("pool", { autoVerifiedAttributes: [UNKNOWN] }),
    remarks: 1,
  },
]);

const VERIFIED_FIRST = "userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates";

describePolicy("cog-verify-before-update", [
  {
    it: "refuses the provider's default",
    change: set("pool", { userAttributeUpdateSettings: undefined }),
    says: [`UserPool "pool": ${VERIFIED_FIRST} is not set; wanted: email among them.`],
  },
  {
    it: "refuses a list with one of two addresses",
    change: set("pool", { autoVerifiedAttributes: ["email", "phone_number"] }),
    says: [`UserPool "pool": ${VERIFIED_FIRST} is ["email"]; wanted: phone_number among them.`],
  },
  {
    it: "does not apply where no address is verified",
    change: set("pool", { autoVerifiedAttributes: [], userAttributeUpdateSettings: undefined }),
    applies: false,
  },
]);

const CASE = "usernameConfiguration.caseSensitive";

describePolicy("cog-username-case-insensitive", [
  {
    it: "refuses names that differ in case",
    change: set("pool", { [CASE]: true }),
    says: [`UserPool "pool": ${CASE} is true; wanted: false.`],
  },
  {
    it: "refuses the provider's default",
    change: set("pool", { usernameConfiguration: undefined }),
    says: [`UserPool "pool": ${CASE} is not set, which means true; wanted: false.`],
  },
  {
    it: "does not apply to an existing pool that keeps its choice",
    change: all(
      set("pool", { usernameConfiguration: undefined }),
      changed("pool", (facts) => ({
        ...facts,
        options: { ...facts.options, ignoreChanges: ["usernameConfiguration"] },
      })),
    ),
    applies: false,
  },
]);

const WRITABLE = (name: string): string =>
  `UserPoolClient "client": writeAttributes[2] is "${name}"; wanted: no attribute that decides authorization.`;

describePolicy("cog-authz-attrs-not-writable", [
  {
    it: "refuses a client that writes the role",
    change: set("client", { "writeAttributes[2]": "custom:role" }),
    says: [WRITABLE("custom:role")],
  },
  {
    it: "refuses what the settings name",
    change: set("client", { "writeAttributes[2]": "custom:plan" }),
    settings: { authzAttributes: ["custom:plan"] },
    says: [WRITABLE("custom:plan")],
  },
  {
    it: "accepts other attributes of your own",
    change: set("client", { "writeAttributes[2]": "custom:colour" }),
  },
]);
