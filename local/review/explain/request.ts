import { escapeForLog } from "../../log-text.ts";
import type { IdentitySource } from "../../gateway/jwt/identity-source.ts";
import type { Graph } from "../../program/graph.ts";
import { OptionError } from "../../program-options.ts";
import { API } from "../../program/types.ts";
import type { ExplainOptions } from "./options.ts";
import { explainSteps, unansweredSteps } from "./steps.ts";
import type { Explained, OfflineGateway } from "./offline-gateway.ts";
import type { OfflineAnswer } from "./offline-request.ts";
import type { Step } from "./step.ts";

/** Why a request is answered as it is. Holds neither the token nor the query, where one may stand. */
export interface Explanation {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly host: string;
  readonly steps: readonly Step[];
  readonly answer: Answered;
  /** What the runtime would log besides: why the keys of an issuer could not be had, for one. */
  readonly remarks: readonly string[];
}

/** The answer of the gateway, or who would give it: a function by its logical name, a backend by its host. */
export type Answered =
  | {
      readonly by: "gateway";
      readonly status: number;
      readonly body: string;
      readonly headers: OfflineAnswer["headers"];
    }
  | { readonly by: "function" | "backend"; readonly name: string };

type RequestOptions = Pick<ExplainOptions, "method" | "url" | "host" | "headers" | "token">;

/** Puts the request to the gateway and tells what happened. @throws {OptionError} for a program without an API */
export async function explain(
  graph: Graph,
  gateway: OfflineGateway,
  options: RequestOptions,
): Promise<Explanation> {
  if (graph.ofType(API).length === 0) throw new OptionError("The program has no API to ask.");
  const host = options.host ?? `127.0.0.1:${gateway.portFor("")}`;
  const explained = await ask(gateway, host, options);
  const { observed, answer } = explained;
  const { reason, remarks } = readLog(explained);
  const apiName = graph.byId(API, observed?.plan.apiId)?.name ?? "";
  return {
    method: options.method,
    path: escapeForLog(options.url.split("?", 1)[0] ?? ""),
    host: escapeForLog(host),
    steps: observed
      ? explainSteps(observed, apiName)
      : unansweredSteps(
          // H15: only a health check succeeds without an API.
          answer.status < 400 ? "passed" : "refused",
          reason ?? `answered with ${answer.status} before an API was asked`,
        ),
    answer: answered(explained),
    remarks,
  };
}

/** The line about the request itself, which its id gives away, and the others. */
function readLog({ answer, log }: Explained): { reason?: string; remarks: readonly string[] } {
  const mark = `${answer.headers["apigw-requestid"]}: `;
  const own = log.find((line) => line.includes(mark));
  if (own === undefined) return { remarks: log };
  const reason = own.slice(own.indexOf(mark) + mark.length);
  return { reason, remarks: log.filter((line) => line !== own) };
}

// The token goes where the route's authorizer looks for it, so the route has to be found first.
async function ask(
  gateway: OfflineGateway,
  host: string,
  options: RequestOptions,
): Promise<Explained> {
  const { method, url, token } = options;
  const port = gateway.portFor(host);
  const rawHeaders = ["Host", host, ...options.headers.flat()];
  const request = { method, url, rawHeaders, port };
  const first = await gateway.ask(request);
  if (token === undefined) return first;
  const plan = first.observed?.exchange.route?.authorization;
  const source: IdentitySource =
    plan?.kind === "jwt" ? plan.facts.source : { kind: "header", name: "authorization" };
  if (source.kind === "header") {
    return gateway.ask({ ...request, rawHeaders: [...rawHeaders, source.name, `Bearer ${token}`] });
  }
  const mark = url.includes("?") ? "&" : "?";
  const name = encodeURIComponent(source.name);
  return gateway.ask({ ...request, url: `${url}${mark}${name}=${encodeURIComponent(token)}` });
}

function answered({ observed, answer }: Explained): Answered {
  const integration = observed?.exchange.route?.integration;
  if (observed?.maker === "integration" && integration?.kind === "lambda") {
    return { by: "function", name: integration.function.name };
  }
  if (observed?.maker === "integration" && integration?.kind === "http") {
    return { by: "backend", name: integration.nextBackend().host };
  }
  return { by: "gateway", ...answer };
}
