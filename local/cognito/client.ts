import { CreationError } from "../program/creation-error.ts";
import {
  members,
  objects,
  type Properties,
  type Resource,
  text,
  texts,
  type Value,
} from "../program/graph.ts";

/** Ways to sign in through the JSON API (C185). */
export type AuthFlow =
  | "USER_PASSWORD_AUTH"
  | "ADMIN_USER_PASSWORD_AUTH"
  | "USER_SRP_AUTH"
  | "REFRESH_TOKEN_AUTH"
  | "CUSTOM_AUTH"
  | "USER_AUTH";

/** How long a client's tokens live, in seconds (C29). */
export interface TokenLifetimes {
  readonly access: number;
  readonly id: number;
  readonly refresh: number;
}

/** An app client of the graph with AWS's defaults filled in. */
export interface AppClient {
  readonly id: string;
  /** Logical name; unique together with the pool's only. */
  readonly name: string;
  /** Null for a public client. */
  readonly secret: string | null;
  /** All that are valid: two while one replaces the other (C167). */
  readonly secrets: readonly string[];
  readonly flows: ReadonlySet<string>;
  /** Empty while `allowedOauthFlowsUserPoolClient` is off (C88). */
  readonly oauthFlows: ReadonlySet<string>;
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly defaultRedirectUri: string | null;
  readonly identityProviders: readonly string[];
  readonly lifetimes: TokenLifetimes;
  /** Seconds that a rotated refresh token stays usable; null without rotation (C36). */
  readonly rotationGrace: number | null;
  /** `PreventUserExistenceErrors` is `ENABLED` (C149). */
  readonly hidesUsers: boolean;
  /** Null: not set, so the standard ones (C262). */
  readonly readAttributes: ReadonlySet<string> | null;
  readonly writeAttributes: ReadonlySet<string> | null;
  readonly isRevocable: boolean;
  /** Life of a challenge session in seconds (C137). */
  readonly sessionSeconds: number;
}

const MINUTE = 60;
const DAY = 86_400;
const UNIT_SECONDS: { readonly [unit: string]: number } = {
  seconds: 1,
  minutes: MINUTE,
  hours: 3_600,
  days: DAY,
};
const DEFAULT_REFRESH_DAYS = 30;
const DEFAULT_FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];

/** Reads an app client's settings. */
export function readClient(resource: Resource): AppClient {
  const { inputs, outputs } = resource;
  const isOauth = inputs["allowedOauthFlowsUserPoolClient"] === true;
  const secret = readSecret(resource);
  const added = objects(outputs["secrets"]).flatMap(({ value }) => text(value) ?? []);
  return {
    id: resource.id,
    name: resource.name,
    secret,
    secrets: added.length > 0 ? added : secret === null ? [] : [secret],
    flows: readFlows(texts(inputs["explicitAuthFlows"])),
    oauthFlows: new Set(isOauth ? texts(inputs["allowedOauthFlows"]) : []),
    scopes: isOauth ? texts(inputs["allowedOauthScopes"]) : [],
    callbackUrls: texts(inputs["callbackUrls"]),
    logoutUrls: texts(inputs["logoutUrls"]),
    defaultRedirectUri: text(inputs["defaultRedirectUri"]) || null,
    identityProviders: texts(inputs["supportedIdentityProviders"]),
    lifetimes: readLifetimes(inputs),
    rotationGrace: readRotation(resource),
    hidesUsers: text(inputs["preventUserExistenceErrors"]) === "ENABLED",
    readAttributes: attributeSet(inputs["readAttributes"]),
    writeAttributes: attributeSet(inputs["writeAttributes"]),
    isRevocable: inputs["enableTokenRevocation"] !== false,
    sessionSeconds: (numeric(inputs["authSessionValidity"]) || 3) * MINUTE,
  };
}

function readSecret(resource: Resource): string | null {
  const { inputs, outputs } = resource;
  const hasSecret = inputs["generateSecret"] === true || text(inputs["clientSecret"]) !== undefined;
  return hasSecret ? secretOf(resource) : text(outputs["clientSecret"]) || null;
}

function secretOf(resource: Resource): string {
  const secret = text(resource.outputs["clientSecret"]) ?? text(resource.inputs["clientSecret"]);
  // A client that must have a secret never passes for a public one because the recording lacks it.
  if (!secret)
    throw new Error(`app client "${resource.name}" has no clientSecret in its recording`);
  return secret;
}

/** Flow names without `ALLOW_`; the three names of old mean what they did (C185). */
function readFlows(listed: readonly string[]): ReadonlySet<string> {
  const flows = listed.length > 0 ? listed : DEFAULT_FLOWS;
  if (flows.some((flow) => flow.startsWith("ALLOW_"))) {
    return new Set(flows.map((flow) => flow.replace(/^ALLOW_/, "")));
  }
  const only = flows.includes("CUSTOM_AUTH_FLOW_ONLY");
  const always = only ? ["CUSTOM_AUTH"] : ["USER_SRP_AUTH", "CUSTOM_AUTH"];
  const renamed = flows.map(
    (flow) => (flow === "ADMIN_NO_SRP_AUTH" ? "ADMIN_USER_PASSWORD_AUTH" : flow), // C184
  );
  return new Set([...renamed, ...always, "REFRESH_TOKEN_AUTH"]);
}

/** How long tokens live by the client's numbers and units, or the service's own (C29). */
export function readLifetimes(inputs: Properties): TokenLifetimes {
  const units = members(inputs["tokenValidityUnits"]);
  const seconds = (property: string, unit: Value | undefined, standardUnit: string) =>
    (numeric(inputs[property]) ?? 0) * (UNIT_SECONDS[text(unit) ?? standardUnit] ?? 0);
  return {
    access: seconds("accessTokenValidity", units["accessToken"], "hours") || 60 * MINUTE,
    id: seconds("idTokenValidity", units["idToken"], "hours") || 60 * MINUTE,
    // 0 stands for the default (C29).
    refresh:
      seconds("refreshTokenValidity", units["refreshToken"], "days") || DEFAULT_REFRESH_DAYS * DAY,
  };
}

const LONGEST_GRACE_SECONDS = 60;

/** @throws CreationError for a grace period out of range, or a flow that rotation excludes (C36) */
function readRotation(client: Resource): number | null {
  const rotation = members(client.inputs["refreshTokenRotation"]);
  if (text(rotation["feature"]) !== "ENABLED") return null;
  const code = "InvalidParameterException" as const;
  if (texts(client.inputs["explicitAuthFlows"]).includes("ALLOW_REFRESH_TOKEN_AUTH")) {
    throw new CreationError(client, {
      code,
      value: "explicitAuthFlows ALLOW_REFRESH_TOKEN_AUTH with refreshTokenRotation",
      text: "This flow does not exist where refresh tokens rotate.",
      fix: "Leave the flow out and refresh by GetTokensFromRefreshToken or the token endpoint.",
    });
  }
  const grace = numeric(rotation["retryGracePeriodSeconds"]) ?? 0;
  if (grace < 0 || grace > LONGEST_GRACE_SECONDS) {
    throw new CreationError(client, {
      code,
      value: `refreshTokenRotation.retryGracePeriodSeconds ${grace}`,
      text: "The grace period is out of range.",
      fix: `Give a number from 0 to ${LONGEST_GRACE_SECONDS}.`,
    });
  }
  return grace;
}

function attributeSet(value: Value | undefined): ReadonlySet<string> | null {
  const names = texts(value);
  return names.length > 0 ? new Set(names) : null;
}

function numeric(value: Value | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
