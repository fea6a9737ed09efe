import { DeployError } from "../failure.ts";

/** Where the story takes place: on AWS, or on a local runtime. */
export interface Addresses {
  /** Of the API, without a trailing slash. */
  readonly url: string;
  /** As tokens have it. */
  readonly issuer: string;
  /** Where the issuer's documents are fetched from; the issuer itself on AWS. */
  readonly issuerOrigin: string;
  /** Origin of Cognito's JSON API. */
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** A user whose password is known. */
export interface KnownUser {
  readonly email: string;
  readonly password: string;
}

/** The addresses among a stack's outputs. @throws {DeployError} naming the missing output */
export function deployedAddresses(outputs: Readonly<Record<string, unknown>>): Addresses {
  const output = (name: string): string => {
    const value = outputs[name];
    if (typeof value === "string" && value !== "") return value;
    throw new DeployError(
      "failed",
      `The stack has no output "${name}": deploy it first, npm run deploy -- up, from a program that exports url, issuer, userPoolId and clientId.`,
    );
  };
  const issuer = output("issuer");
  return {
    url: output("url"),
    issuer,
    issuerOrigin: issuer,
    endpoint: new URL(issuer).origin,
    userPoolId: output("userPoolId"),
    clientId: output("clientId"),
  };
}

/** The test user of a throw-away stack; undefined for every other one. */
export function knownUser(outputs: Readonly<Record<string, unknown>>): KnownUser | undefined {
  const { email, password } = (outputs["testUser"] ?? {}) as Partial<KnownUser>;
  return email && password ? { email, password } : undefined;
}

/** The line that `npm start -- --json` prints, as far as it is needed. */
interface ReadyLine {
  readonly apis: readonly { readonly url: string }[];
  readonly userPools: readonly {
    readonly id: string;
    readonly issuer: string;
    readonly endpoint: string;
    readonly clients: readonly { readonly id: string; readonly secret: string | null }[];
  }[];
}

/**
 * The addresses of a local runtime: its first API, its first user pool and the first client of it
 * without a secret.
 * @param text holds the ready line; others, npm's banner for one, are skipped
 * @throws {DeployError} when it is none
 */
export function localAddresses(text: string): Addresses {
  const line = text.split("\n").find((each) => each.startsWith("{")) ?? "";
  const { apis, userPools } = parse(line);
  const [api, pool] = [apis?.[0], userPools?.[0]];
  const client = pool?.clients.find(({ secret }) => secret === null);
  if (!api || !pool || !client) {
    throw new DeployError(
      "failed",
      "The ready line has no API, user pool or client without a secret: save the first line of npm start --silent -- --json.",
    );
  }
  return {
    url: api.url,
    issuer: pool.issuer,
    issuerOrigin: `${pool.endpoint}/${pool.id}`,
    endpoint: pool.endpoint,
    userPoolId: pool.id,
    clientId: client.id,
  };
}

function parse(line: string): Partial<ReadyLine> {
  try {
    return JSON.parse(line) as Partial<ReadyLine>;
  } catch {
    return {};
  }
}
