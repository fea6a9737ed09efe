import { OptionError } from "../../program-options.ts";

/** What happens in a month. */
export interface Usage {
  /** Users with at least one identity operation, a refresh among them (C330). */
  readonly users: number;
  /** Those of them who come through SAML or OpenID Connect; social providers count as direct (C332). */
  readonly federated: number;
  /** Tokens by client credentials. */
  readonly machineTokens: number;
  readonly sms: number;
  /** US dollars for one message; undefined: the price table's. */
  readonly smsPrice: string | undefined;
  readonly mail: number;
  /** To the program's HTTP APIs. */
  readonly requests: number;
  /** Milliseconds that a function works for one call. */
  readonly milliseconds: number;
  /** Stored datasets of all users. */
  readonly datasets: number;
  /** Times that a dataset is read, and written again. */
  readonly syncs: number;
  /** Whether the account's allowances are this program's own. */
  readonly hasAllowances: boolean;
}

/** What is taken for granted where nothing is said. Reports repeat it. */
export const ASSUMED = {
  requestsPerUser: 200,
  mailsPerUser: 1,
  functionMilliseconds: 50,
  /** To the sign-in pages and Cognito's API. */
  poolRequestsPerUser: 20,
  /** Of each trigger. */
  triggerCallsPerUser: 5,
  accessLogBytes: 1_024,
  functionLogBytes: 1_024,
  webAclLogBytes: 2_048,
  datasetBytes: 10_240,
  /** Share of its bytes that a kept log takes up, compressed. */
  keptLogPercent: 15,
} as const;

/** The flags of the command, for `parseFlags`. */
export const USAGE_FLAGS = {
  users: { type: "string" },
  federated: { type: "string" },
  "machine-tokens": { type: "string" },
  sms: { type: "string" },
  "sms-price": { type: "string" },
  mail: { type: "string" },
  requests: { type: "string" },
  milliseconds: { type: "string" },
  datasets: { type: "string" },
  syncs: { type: "string" },
  "free-allowance": { type: "boolean", default: true },
} as const;

type Values = { readonly [Flag in keyof typeof USAGE_FLAGS]?: string | boolean | undefined };

/**
 * @param expectedUsers the program's configuration value of that name
 * @throws {OptionError} naming the option, its value and what it takes
 */
export function readUsage(values: Values, expectedUsers: string | undefined): Usage {
  const given = (flag: keyof Values): number | undefined => {
    const value = values[flag];
    return typeof value === "string" ? wholeNumber(`--${flag}`, value) : undefined;
  };
  const count = (flag: keyof Values, otherwise: number): number => given(flag) ?? otherwise;
  const users = given("users") ?? usersOf(expectedUsers);
  const federated = count("federated", 0);
  if (federated > users) {
    throw new OptionError(`--federated ${federated}: they are part of --users, which is ${users}.`);
  }
  return {
    users,
    federated,
    machineTokens: count("machine-tokens", 0),
    sms: count("sms", 0),
    smsPrice: dollars(values["sms-price"]),
    mail: count("mail", users * ASSUMED.mailsPerUser),
    requests: count("requests", users * ASSUMED.requestsPerUser),
    milliseconds: count("milliseconds", ASSUMED.functionMilliseconds),
    datasets: count("datasets", 0),
    syncs: count("syncs", 0),
    hasAllowances: values["free-allowance"] !== false,
  };
}

function usersOf(expectedUsers: string | undefined): number {
  if (expectedUsers !== undefined) return wholeNumber("expectedUsers", expectedUsers);
  throw new OptionError(
    "--users is missing: say how many users are active in a month, or have the stack say it: " +
      "pulumi config set expectedUsers 1000.",
  );
}

// A thousand million is every user of the Internet a few times over.
function wholeNumber(name: string, value: string): number {
  if (/^\d{1,10}$/.test(value)) return Number(value);
  throw new OptionError(`${name} ${value}: a whole number with at most 10 digits.`);
}

function dollars(value: string | boolean | undefined): string | undefined {
  if (typeof value !== "string") return undefined;
  if (/^\d{1,3}(\.\d{1,9})?$/.test(value)) return value;
  throw new OptionError(`--sms-price ${value}: US dollars for one message, such as 0.0279.`);
}
