/** When the prices were read: year and month. AWS changes them without notice (C335). */
export const PRICED_IN = "2026-09";

/** Where they hold; elsewhere most are higher by up to a half. */
export const PRICED_REGION = "us-east-1";

/** What AWS asks for one metered thing. */
export interface Price {
  /** The metered things, for people. */
  readonly of: string;
  /** How many of them one `usd` pays. */
  readonly per: number;
  /** Free in every month without an end date, shared by everything in the account. @default 0 */
  readonly free?: number;
  /** From the first thing that is not free; a band without `count` has no end. */
  readonly bands: readonly Band[];
  /** How many metered things are one of what people are shown. @default 1 */
  readonly shownPer?: number;
  readonly source: string;
}

export interface Band {
  /** US dollars, decimal. */
  readonly usd: string;
  readonly count?: number;
}

const GIGABYTE = 1024 ** 3;
/** Functions are metered in megabytes times milliseconds here, which are whole numbers. */
const GIGABYTE_SECOND = 1024 * 1000;

const COGNITO = "https://aws.amazon.com/cognito/pricing/";
const LAMBDA = "https://aws.amazon.com/lambda/pricing/";
const CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/";
const WAF = "https://aws.amazon.com/waf/pricing/";
const DYNAMODB = "https://aws.amazon.com/dynamodb/pricing/on-demand/";

/** Every price of the estimate. */
export const PRICES = {
  // Beyond 1,000,000 of LITE: the bands that C332 calls lower.
  LITE: {
    of: "users",
    per: 1,
    free: 10_000,
    bands: [
      { usd: "0.0055", count: 90_000 },
      { usd: "0.0046", count: 900_000 },
      { usd: "0.00325", count: 9_000_000 },
      { usd: "0.0025" },
    ],
    source: COGNITO,
  },
  ESSENTIALS: {
    of: "users",
    per: 1,
    free: 10_000,
    bands: [{ usd: "0.015" }],
    source: COGNITO,
  },
  PLUS: { of: "users", per: 1, bands: [{ usd: "0.02" }], source: COGNITO },
  // PLUS has no free ones (C331): the estimate leaves the allowance out there.
  federatedUsers: { of: "users", per: 1, free: 50, bands: [{ usd: "0.015" }], source: COGNITO },
  // AWS gives a discount on many (C333). It is left out, so that large numbers are estimated too high.
  machineTokens: { of: "tokens", per: 1_000, bands: [{ usd: "2.25" }], source: COGNITO },
  // To the United States, without what carriers add; --sms-price takes another country's.
  sms: {
    of: "messages",
    per: 1,
    bands: [{ usd: "0.00581" }],
    source: "https://aws.amazon.com/end-user-messaging/pricing/",
  },
  mail: {
    of: "messages",
    per: 1_000,
    bands: [{ usd: "0.1" }],
    source: "https://aws.amazon.com/ses/pricing/",
  },
  apiRequests: {
    of: "requests",
    per: 1_000_000,
    bands: [{ usd: "1", count: 300_000_000 }, { usd: "0.9" }],
    source: "https://aws.amazon.com/api-gateway/pricing/",
  },
  functionCalls: {
    of: "calls",
    per: 1_000_000,
    free: 1_000_000,
    bands: [{ usd: "0.2" }],
    source: LAMBDA,
  },
  // The first 7.5 and 6 thousand million of them; nobody comes to the next band with this program.
  arm64Work: {
    of: "GB-seconds",
    per: GIGABYTE_SECOND,
    shownPer: GIGABYTE_SECOND,
    free: 400_000 * GIGABYTE_SECOND,
    bands: [{ usd: "0.0000133334" }],
    source: LAMBDA,
  },
  x86Work: {
    of: "GB-seconds",
    per: GIGABYTE_SECOND,
    shownPer: GIGABYTE_SECOND,
    free: 400_000 * GIGABYTE_SECOND,
    bands: [{ usd: "0.0000166667" }],
    source: LAMBDA,
  },
  traces: {
    of: "traces",
    per: 1_000_000,
    free: 100_000,
    bands: [{ usd: "5" }],
    source: "https://aws.amazon.com/xray/pricing/",
  },
  logLines: {
    of: "GB",
    per: GIGABYTE,
    shownPer: GIGABYTE,
    free: 5 * GIGABYTE,
    bands: [{ usd: "0.5" }],
    source: CLOUDWATCH,
  },
  keptLogs: {
    of: "GB",
    per: GIGABYTE,
    shownPer: GIGABYTE,
    free: 5 * GIGABYTE,
    bands: [{ usd: "0.03" }],
    source: CLOUDWATCH,
  },
  alarmMetrics: {
    of: "alarm metrics",
    per: 1,
    free: 10,
    bands: [{ usd: "0.1" }],
    source: CLOUDWATCH,
  },
  metrics: {
    of: "metrics",
    per: 1,
    free: 10,
    bands: [{ usd: "0.3", count: 10_000 }, { usd: "0.1" }],
    source: CLOUDWATCH,
  },
  dashboards: { of: "dashboards", per: 1, free: 3, bands: [{ usd: "3" }], source: CLOUDWATCH },
  webAcls: { of: "web ACLs", per: 1, bands: [{ usd: "5" }], source: WAF },
  webAclRules: { of: "rules", per: 1, bands: [{ usd: "1" }], source: WAF },
  webAclRequests: { of: "requests", per: 1_000_000, bands: [{ usd: "0.6" }], source: WAF },
  keys: {
    of: "keys",
    per: 1,
    bands: [{ usd: "1" }],
    source: "https://aws.amazon.com/kms/pricing/",
  },
  tableReads: { of: "read units", per: 1_000_000, bands: [{ usd: "0.125" }], source: DYNAMODB },
  tableWrites: { of: "write units", per: 1_000_000, bands: [{ usd: "0.625" }], source: DYNAMODB },
  tableStorage: {
    of: "GB",
    per: GIGABYTE,
    shownPer: GIGABYTE,
    free: 25 * GIGABYTE,
    bands: [{ usd: "0.25" }],
    source: DYNAMODB,
  },
  tableBackups: {
    of: "GB",
    per: GIGABYTE,
    shownPer: GIGABYTE,
    bands: [{ usd: "0.2" }],
    source: DYNAMODB,
  },
} as const satisfies Readonly<Record<string, Price>>;
