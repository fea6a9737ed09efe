import type * as pulumi from "@pulumi/pulumi";
import { integerProblem, type Problem } from "./arguments";
import { limits } from "./limits";
import { originFault } from "./web-address";

/** Web pages of other origins that may call the API. */
export interface CorsArgs {
  /** Exact origins, such as `https://app.example.com`; no wildcards. */
  readonly origins: readonly pulumi.Input<string>[];
  /** @default GET, HEAD, POST, PUT, PATCH and DELETE */
  readonly methods?: readonly string[];
  /** @default authorization and content-type */
  readonly headers?: readonly string[];
  /** How long a browser remembers the answer. @default 600 */
  readonly maxAgeSeconds?: number;
}

export interface ThrottleArgs {
  /** Requests per second, on average. */
  readonly rate: number;
  /** Requests at once, above the average. */
  readonly burst: number;
}

const DEFAULT_CORS = {
  methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  // A wildcard would not cover `authorization`
  // (https://fetch.spec.whatwg.org/#http-access-control-allow-headers).
  headers: ["authorization", "content-type"],
  maxAgeSeconds: 600,
};

const DEFAULT_THROTTLE: ThrottleArgs = { rate: 100, burst: 200 };

/** The API's CORS block: API Gateway answers preflight requests by it. */
export function corsConfiguration(cors: CorsArgs) {
  return {
    allowOrigins: [...cors.origins],
    allowMethods: [...(cors.methods ?? DEFAULT_CORS.methods)],
    allowHeaders: [...(cors.headers ?? DEFAULT_CORS.headers)],
    maxAge: cors.maxAgeSeconds ?? DEFAULT_CORS.maxAgeSeconds,
    // Tokens travel in a header: cookies have no part in it.
    allowCredentials: false,
  };
}

export function* corsProblems({ origins, maxAgeSeconds }: CorsArgs): Iterable<Problem> {
  if (origins.length === 0) yield "cors.origins is empty: name the sites, or leave cors out.";
  for (const origin of origins) {
    const fault = typeof origin === "string" ? originFault(origin) : undefined;
    if (fault !== undefined) yield `cors.origins has "${origin}": it ${fault}.`;
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

export function* throttleProblems({ rate, burst }: ThrottleArgs): Iterable<Problem> {
  yield integerProblem("throttle.rate", rate, limits.throttle);
  yield integerProblem("throttle.burst", burst, limits.throttle);
}
