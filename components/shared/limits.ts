/**
 * Limits of the services, as data. A number that exceeds one fails half-way through a deployment on
 * AWS, so the components check them before the first resource.
 */
export const limits = {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
  routesPerApi: 300,
  authorizersPerApi: 10,
  audiencesPerAuthorizer: 50,
  scopesPerRoute: 10,
  /** An HTTP API stops waiting after 30 s; one second of it is for the way there and back. */
  timeoutSeconds: { min: 1, max: 29 },
  corsMaxAgeSeconds: { min: 0, max: 86_400 },
  /** Zero switches an API off; the upper end is what an account has in a Region. */
  throttle: { min: 1, max: 10_000 },
  accessLogFormatBytes: 3_072,
  stagesPerApi: 10,
  variablesPerStage: 100,
  authorizerTtlSeconds: { min: 0, max: 3_600 },
  /** The gateway waits 10 s for an authorizer. */
  authorizerTimeoutSeconds: { min: 1, max: 10 },
  /** Longer answers of a back end are cut off. */
  backendTimeoutSeconds: { min: 1, max: 30 },
  apiMappingKeyLength: 300,
  subnetsPerVpcLink: { min: 2, max: 10 },
  descriptionLength: 1_024,
  port: { min: 1, max: 65_535 },

  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  memoryMb: { min: 128, max: 10_240 },

  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
  logRetentionDays: [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
  ] as readonly number[],

  // https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
  resourceServersPerPool: 25,
  scopesPerResourceServer: 100,
  scopeDescriptionLength: 256,
  groupDescriptionLength: 2_048,
  scopesPerClient: 50,
  urlsPerClient: 100,
  urlLength: 1_024,
  customAttributesPerPool: 50,
  usersPerPool: { min: 0, max: 40_000_000 },
  identifiersPerProvider: 50,
  stylesPerPool: 20,
  mailLength: 20_000,
  mailSubjectLength: 140,
  smsLength: 140,
  riskIpRanges: 200,

  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateManagedLoginBranding.html
  brandingBytes: 2_000_000,

  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
  tokenMinutes: { min: 5, max: 1_440 },
  refreshTokenDays: { min: 1, max: 3_650 },
  refreshGraceSeconds: { min: 0, max: 60 },
  challengeMinutes: { min: 3, max: 15 },

  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
  passwordLength: { min: 8, max: 99 },

  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html
  rotationDays: { min: 1, max: 1_000 },

  /** Zero sends nothing; nobody has spent more by mistake than this would stop. */
  smsSpendLimitUsd: { min: 1, max: 100_000 },

  percent: { min: 1, max: 100 },
  /** An HTTP API answers within 30 s. */
  alarmMilliseconds: { min: 1, max: 30_000 },
} as const;
