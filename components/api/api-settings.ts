import type * as pulumi from "@pulumi/pulumi";
import { integerProblem, type Problem } from "../shared/arguments";
import { limits } from "../shared/limits";
import { any, fields, items, list, type Shape, type ShapesOf, text } from "../shared/shapes";
import { originFault } from "../shared/web-address";

/** Web pages of other origins that may call the API. */
export interface CorsArgs {
  /** Exact origins, such as `https://app.example.com`; no wildcards. */
  readonly origins: readonly pulumi.Input<string>[];
  /** @default GET, HEAD, POST, PUT, PATCH and DELETE */
  readonly methods?: readonly string[];
  /** Beside `authorization`, which is always allowed. @default content-type */
  readonly headers?: readonly string[];
  /** Headers of an answer that pages may read beside the usual ones. @default none */
  readonly exposeHeaders?: readonly string[];
  /** How long a browser remembers the answer. @default 600 */
  readonly maxAgeSeconds?: number;
}

/**
 * A limit on requests, by a token bucket; above it callers get 429.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export interface ThrottleArgs {
  /** Requests per second, on average. */
  readonly rate: number;
  /** Requests at once, above the average. */
  readonly burst: number;
}

const FIELDS: ShapesOf<CorsArgs> = {
  origins: items(any),
  methods: list(text),
  headers: list(text),
  exposeHeaders: list(text),
  maxAgeSeconds: any,
};

const CORS_FIELDS = fields(FIELDS);

/** What is no object has no list of origins, of which the check below tells more. */
export const CORS: Shape = {
  ...CORS_FIELDS,
  problems: (path, value) => (typeof value === "object" ? CORS_FIELDS : any).problems(path, value),
};

const DEFAULT_CORS = {
  methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  headers: ["content-type"],
  maxAgeSeconds: 600,
};

const DEFAULT_THROTTLE: ThrottleArgs = { rate: 100, burst: 200 };

// A wildcard would not cover it (https://fetch.spec.whatwg.org/#http-access-control-allow-headers).
const AUTHORIZATION = "authorization";

/** The API's CORS block: API Gateway answers preflight requests by it. */
export function corsConfiguration(cors: CorsArgs) {
  const headers = (cors.headers ?? DEFAULT_CORS.headers).filter(
    (name) => name.toLowerCase() !== AUTHORIZATION,
  );
  return {
    allowOrigins: [...cors.origins],
    allowMethods: [...(cors.methods ?? DEFAULT_CORS.methods)],
    allowHeaders: [AUTHORIZATION, ...headers],
    ...(cors.exposeHeaders && { exposeHeaders: [...cors.exposeHeaders] }),
    maxAge: cors.maxAgeSeconds ?? DEFAULT_CORS.maxAgeSeconds,
    // Tokens travel in a header: cookies have no part in it.
    allowCredentials: false,
  };
}

/** Everything that is wrong with an API's CORS settings. */
export function* corsProblems(cors: CorsArgs): Iterable<Problem> {
  const { origins, maxAgeSeconds } = cors;
  if (!Array.isArray(origins)) {
    yield 'cors.origins is no list: name the sites, for instance ["https://app.example.com"].';
    return;
  }
  if (origins.length === 0) yield "cors.origins is empty: name the sites, or leave cors out.";
  for (const origin of origins) {
    const fault = typeof origin === "string" ? originFault(origin) : undefined;
    if (fault !== undefined) yield `cors.origins has "${origin}": it ${fault}.`;
  }
  for (const list of ["methods", "headers", "exposeHeaders"] as const) {
    if (cors[list]?.includes("*") === true) {
      yield `cors.${list} has "*", which browsers do not take for everything: name each.`;
    }
  }
  yield integerProblem("cors.maxAgeSeconds", maxAgeSeconds, limits.corsMaxAgeSeconds);
}

/**
 * The stage's limits. Both are always stated: a stage with one of them at 0 answers 429 to
 * everything (H244).
 */
export function throttleSettings({ rate, burst } = DEFAULT_THROTTLE) {
  return { throttlingRateLimit: rate, throttlingBurstLimit: burst };
}

/** Half of a stage's limit, for a public route: nobody is known there who could be told to slow down. */
export function publicThrottle({ rate, burst } = DEFAULT_THROTTLE): ThrottleArgs {
  return { rate: Math.ceil(rate / 2), burst: Math.ceil(burst / 2) };
}

/** Everything that is wrong with a limit. */
export function* throttleProblems(path: string, { rate, burst }: ThrottleArgs): Iterable<Problem> {
  // A stage that states one of them alone answers 429 to everything (H244).
  if (rate === undefined || burst === undefined) {
    yield `${path} must have the form { rate, burst }: requests a second, and at once.`;
  }
  yield integerProblem(`${path}.rate`, rate, limits.throttle);
  yield integerProblem(`${path}.burst`, burst, limits.throttle);
}
