import { members, text } from "../../program/graph.ts";
import { encodePath } from "../encode-path.ts";
import { fillStageVariables, stageVariablesOf } from "../lambda-integration/function-uri.ts";
import type { CommonPlan, IntegrationSource, NotServed } from "../plan/integration-source.ts";
import { type Backend, parseHttpUri } from "./backend.ts";
import { findPrivateBackends } from "./private-backends.ts";
import { compileUri, type UriTemplate } from "./uri-template.ts";

/** An HTTP server answers. */
export interface HttpPlan extends CommonPlan {
  readonly kind: "http";
  /** Undefined passes the client's (H254). */
  readonly method: string | undefined;
  /** Takes turns where there are several. */
  readonly nextBackend: () => Backend;
  readonly uri: UriTemplate;
}

/** Reads an `HTTP_PROXY` integration: a URL, or something private behind a VPC link (H254–H266). */
export function planHttp(source: IntegrationSource, common: CommonPlan): HttpPlan | NotServed {
  const method = text(source.inputs["integrationMethod"]);
  const place =
    source.inputs["connectionType"] === "VPC_LINK" ? planPrivate(source) : planPublic(source);
  if ("reason" in place) return { kind: "not-served", reason: place.reason };
  return { kind: "http", ...common, method: method === "ANY" ? undefined : method, ...place };
}

type Place = Pick<HttpPlan, "nextBackend" | "uri"> | { readonly reason: string };

function planPublic(source: IntegrationSource): Place {
  const parsed = parseHttpUri(uriOf(source));
  if (!parsed) return { reason: whyNoBackend(source) };
  const { backend, rest } = parsed;
  return { nextBackend: () => backend, uri: compileUri(rest, source.routeKey) };
}

// The URI itself may hold a password.
function whyNoBackend({ inputs, stage }: IntegrationSource): string {
  const unset = stageVariablesOf(text(inputs["integrationUri"]) ?? "").find(
    (name) => !(name in stage.variables),
  );
  return unset === undefined
    ? "an integration URI without a fixed http or https host is not served here"
    : `stage ${stage.name} has no variable "${unset}", which the integration URI needs`;
}

function planPrivate(source: IntegrationSource): Place {
  const { graph, inputs, stage } = source;
  const tls = members(inputs["tlsConfig"]);
  const backends = findPrivateBackends(graph, {
    uri: uriOf(source),
    hasTls: inputs["tlsConfig"] !== undefined,
    serverName: text(tls["serverNameToVerify"]),
  });
  if ("reason" in backends) return { reason: `private integration: ${backends.reason}` };
  let turn = 0;
  return {
    nextBackend: () => backends[turn++ % backends.length] ?? backends[0],
    uri: wholePath(stage.name),
  };
}

// H266: the path as the client sent it, the stage in front.
function wholePath(stageName: string): UriTemplate {
  const stage = stageName === "$default" ? "" : `/${stageName}`;
  return (segments) => ({ path: stage + encodePath(`/${segments.join("/")}`), query: "" });
}

function uriOf({ inputs, stage }: IntegrationSource): string {
  return fillStageVariables(text(inputs["integrationUri"]) ?? "", stage.variables);
}
