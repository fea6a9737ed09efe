import type { Lifecycle } from "../shared/lifecycle";
import type { ApiScope, ScopeTree } from "./api-scopes";
import type { Branding } from "./branding";
import type { ClaimsArgs } from "./claim-rules";
import type { ClientTable, ExactClients } from "./clients";
import type { RememberedDevices } from "./devices";
import type { EmailSender } from "./email-sender";
import type { FirstFactor, PasskeyArgs } from "./first-factors";
import type { GroupTable } from "./groups";
import type { ProviderTable } from "./identity-provider-args";
import type { PoolLogs } from "./log-delivery";
import type { Messages, Verification } from "./messages";
import type { Factor, Mfa } from "./mfa";
import type { PasswordStandard } from "./password-rule";
import type { Recovery } from "./recovery";
import type { SchemaLedger } from "./schema-ledger";
import type { SignInAlarmArgs } from "./sign-in-alarms";
import type { SignInDomain } from "./sign-in-domain";
import type { SignIn } from "./sign-in-names";
import type { SmsArgs } from "./sms";
import type { TestUserTable } from "./test-users";
import type { ThreatProtectionArgs } from "./threat-protection";
import type { Tier } from "./tiers";
import type { Triggers } from "./triggers";
import type { CustomAttributes, RequirableAttribute } from "./user-attributes";
import type { SignUp } from "./user-pool";
import type { WebAcl } from "./web-acl";

/** Who the users are, and how they prove it. */
export interface UserArgs {
  /**
   * Who may sign up: anybody who proves an address, or people whom an administrator invites. There is
   * no default: an open door is a decision.
   */
  readonly signUp: SignUp;
  /**
   * What people sign in with; upper and lower case are one. Can never change. A user name of their own
   * comes with an e-mail address for codes.
   * @default "email"
   */
  readonly signIn?: SignIn;
  /** How a new user proves the e-mail address. @default "code" */
  readonly verification?: Verification;
  /** Whether a changed address stays the old one until the new one is proved. @default true */
  readonly verifyBeforeUpdate?: boolean;
  /** Second factors: off, offered, or required of everybody. @default "OPTIONAL" */
  readonly mfa?: Mfa;
  /** Second factors on offer. Codes are weaker than an authenticator app. @default TOTP */
  readonly factors?: readonly Factor[];
  /** What users may sign in with first. @default the password, with `passkeys` both */
  readonly firstFactors?: readonly FirstFactor[];
  /** Sign-in by fingerprint, face or security key; `{}` takes every default. @default none */
  readonly passkeys?: PasskeyArgs;
  /** 8 to 99. @default 15 */
  readonly passwordLength?: number;
  /** Whose password rule holds. @default "fsbp", with four character classes */
  readonly passwordStandard?: PasswordStandard;
  /**
   * How a forgotten password is replaced: by a code sent to the proved address, or by an
   * administrator.
   * @default "email", with phone numbers to sign in "admin-only"
   */
  readonly recovery?: Recovery;
  /** Devices that are not asked for a second factor again. @default none */
  readonly devices?: RememberedDevices;
  /** Attributes of your own, beside the standard ones. @default none */
  readonly attributes?: CustomAttributes;
  /** Standard attributes that a new user has to give. Can never change. @default the address alone */
  readonly requiredAttributes?: readonly RequirableAttribute[];
  /**
   * The parsed content of a committed JSON file that says what the deployed pool can never change.
   * Arguments that would replace the pool, or lose an attribute, are refused. Not read where
   * `lifecycle` is `"ephemeral"`.
   * @default none
   */
  readonly schemaLedger?: SchemaLedger;
  /** Groups of users, the most important first. @default none */
  readonly groups?: GroupTable;
  /**
   * Users whose passwords are known, by name. Refused unless `lifecycle` is `"ephemeral"`: their
   * passwords are in the state.
   * @default none
   */
  readonly testUsers?: TestUserTable;
  /** Whether users may be imported from a file, which needs a role. @default false */
  readonly userImport?: boolean;
}

/** How the pool is run. */
export interface OperationArgs {
  /** Feature plan, and price. @default ESSENTIALS, and PLUS where an argument needs it */
  readonly tier?: Tier;
  /** Who sends the mails. @default "cognito", 50 mails a day for the whole account */
  readonly email?: EmailSender | "cognito";
  /** SMS, which cost money. @default none are sent */
  readonly sms?: SmsArgs;
  /** Texts of mails and SMS. @default plain ones */
  readonly messages?: Messages;
  /**
   * `"keep"` protects the users from deletion, `"ephemeral"` lets `pulumi destroy` remove them.
   * @default "keep"
   */
  readonly lifecycle?: Lifecycle;
  /** Where the sign-in pages are. @default a prefix derived from the stack's name */
  readonly domain?: SignInDomain;
  /** The look of the sign-in pages, of clients that have none of their own. @default Cognito's */
  readonly branding?: Branding;
  /** Functions that decide or add something while users sign up and sign in. @default none */
  readonly triggers?: Triggers;
  /** Adaptive authentication and a check for breached passwords; needs PLUS. @default none */
  readonly threatProtection?: ThreatProtectionArgs;
  /** Firewall in front of the pool, which costs money each month. @default none */
  readonly webAcl?: WebAcl;
  /** What the pool writes to logs. @default messages that failed, with PLUS sign-ins too */
  readonly logs?: PoolLogs;
  /**
   * Alarms on failed and throttled sign-ins and on the triggers' functions; `{}` takes every
   * default.
   * @default none
   */
  readonly alarms?: SignInAlarmArgs | undefined;
  /** Days that the logs of the pool, its triggers and its web ACL are kept. @default 365 */
  readonly logRetentionDays?: number;
  /** Whether X-Ray records each call of a trigger. @default false */
  readonly tracing?: boolean;
}

/** Arguments of an `AuthLayer`. */
export interface AuthLayerArgs<
  Scopes extends ScopeTree,
  Clients extends ClientTable = ClientTable,
  ProviderName extends string = string,
>
  extends UserArgs, OperationArgs {
  /** The API's scopes and the words that explain them. */
  readonly scopes: Scopes;
  /**
   * App clients by name, undefined where this stack has none. All of them are audiences of
   * `authorizer`.
   */
  readonly clients: ExactClients<Clients, NoInfer<ApiScope<Scopes>>, NoInfer<ProviderName>>;
  /** Life of access and ID tokens, of clients that name none. 5 to 1,440. @default 60 */
  readonly accessTokenMinutes?: number;
  /** Where users may sign in beside the pool: Google, Facebook, Amazon, Apple, OIDC, SAML. @default none */
  readonly identityProviders?: ProviderTable<ProviderName>;
  /** Scopes and claims that tokens get by rule, without a function of your own. @default none */
  readonly claims?: ClaimsArgs<NoInfer<ApiScope<Scopes>>>;
}
