/** Public rules that no resource of a stack can meet or break, and why. */
export interface Unanswerable {
  readonly subject: string;
  readonly ids: readonly string[];
  /** Goes on after "not applicable, because". */
  readonly because: string;
}

/** What HTTP APIs and Cognito have no setting for. */
const MISSING_FEATURES: readonly Unanswerable[] = [
  {
    subject: "Web ACL of the API",
    ids: [
      "APIGateway.4",
      "CKV2_AWS_29",
      "CKV2_AWS_77",
      "nag:AwsSolutions-APIG3",
      "nag:NIST.800.53.R5-APIGWAssociatedWithWAF",
      "nag:PCI.DSS.321-APIGWAssociatedWithWAF",
    ],
    because:
      "an HTTP API cannot have one; the user pool can, and CloudFront in front of the API can",
  },
  {
    subject: "Execution log",
    ids: ["APIGateway.1"],
    because: "stages of HTTP APIs have none; the access log says why a request was refused",
  },
  {
    subject: "Client certificate for the backend",
    ids: ["APIGateway.2"],
    because: "only REST APIs present one",
  },
  {
    subject: "Tracing",
    ids: ["APIGateway.3"],
    because: "stages of HTTP APIs are not traced; their functions are",
  },
  {
    subject: "Cache encryption",
    ids: ["APIGateway.5"],
    because: "only REST APIs have a cache",
  },
  {
    subject: "Request validation",
    ids: ["nag:AwsSolutions-APIG2"],
    because: "only REST APIs validate requests; handlers of HTTP APIs do it themselves",
  },
  {
    subject: "Sender-constrained access tokens",
    ids: ["ASVS 10.3.5", "RFC 9700 2.2.1"],
    because:
      "Cognito issues bearer tokens and the JWT authorizer asks for no proof; short lifetimes stand in for it",
  },
  {
    subject: "Kind and revocation of a token",
    ids: ["RFC 8725 3.11"],
    because:
      "the JWT authorizer looks at neither; scopes tell access tokens from ID tokens, and a revoked one lives until it expires",
  },
  {
    subject: "Hidden user names at sign-up",
    ids: ["ASVS 6.3.8"],
    because: "SignUp answers that a name is taken",
  },
  {
    subject: "Consent",
    ids: ["ASVS 10.7.1", "ASVS 10.7.2", "ASVS 10.7.3"],
    because: "Cognito shows no consent screen",
  },
];

/** What belongs to the account, whatever its stacks hold. */
const ACCOUNT_WIDE: readonly Unanswerable[] = [
  {
    subject: "Root user",
    ids: ["IAM.4", "IAM.6", "IAM.9"],
    because: "its keys and second factor belong to the account",
  },
  {
    subject: "Users and access keys",
    ids: ["IAM.3", "IAM.5", "IAM.7", "IAM.8", "IAM.22"],
    because: "people's credentials and their passwords belong to the account",
  },
  {
    subject: "Trails and the alarms on them",
    ids: ["CloudTrail.1", "CloudTrail.2", "CloudTrail.4", "CloudTrail.5", "CloudWatch.1–14"],
    because: "one trail records all stacks of the account",
  },
  {
    subject: "Recorders and detectors",
    ids: ["Account.1", "Config.1", "GuardDuty.1"],
    because: "they are switched on for a region or for the account",
  },
];

export const UNANSWERABLE: readonly Unanswerable[] = [...MISSING_FEATURES, ...ACCOUNT_WIDE];
