import type { Functions } from "../../functions/invocation.ts";
import { Graph, type Resource, text } from "../../program/graph.ts";
import { API, FUNCTION, INTEGRATION, ROUTE } from "../../program/types.ts";

const NAME = "secure-api-stand-in";
const ARN = `arn:aws:lambda:us-east-1:123456789012:function:${NAME}`;

/** Header of the stand-in's answer that says which route the request took. */
export const ROUTE_HEADER = "x-stand-in-route";

/** A route of a stage as {@link ROUTE_HEADER} has it. */
export function routeMark(stage: string, routeKey: string): string {
  return encodeURIComponent(`${stage} ${routeKey}`);
}

/**
 * The same graph with one function in place of every integration: whoever passes the gateway gets there, and nothing of
 * the program's runs. The default endpoint is on, as the requests come by it.
 */
export function withStandIn(graph: Graph): Graph {
  const integrations = graph.ofType(API).map(({ id }) => integrationOf(id));
  const resources = [...graph.recording.resources.map(leadToStandIn), ...integrations, standIn];
  return new Graph({ ...graph.recording, resources });
}

/** Runs the stand-in and nothing else. */
export const standInFunctions: Functions = {
  invoke: async (urn, event) =>
    urn === standIn.urn
      ? { ok: true, payload: answerTo(event) }
      : { ok: false, kind: "missing", errorType: "NotRun", errorMessage: "functions do not run" },
};

function answerTo(event: string): string {
  const { routeKey, requestContext } = JSON.parse(event) as {
    routeKey: string;
    requestContext: { stage: string };
  };
  const headers = { [ROUTE_HEADER]: routeMark(requestContext.stage, routeKey) };
  return JSON.stringify({ statusCode: 200, headers });
}

function leadToStandIn(resource: Resource): Resource {
  const { type, inputs } = resource;
  if (type === ROUTE) {
    const target = `integrations/${integrationId(text(inputs["apiId"]) ?? "")}`;
    return { ...resource, inputs: { ...inputs, target } };
  }
  if (type !== API) return resource;
  const quick = inputs["target"] === undefined ? {} : { target: ARN, credentialsArn: NAME };
  return { ...resource, inputs: { ...inputs, ...quick, disableExecuteApiEndpoint: false } };
}

// An integration is its API's alone.
function integrationOf(apiId: string): Resource {
  return made(INTEGRATION, integrationId(apiId), {
    inputs: {
      apiId,
      integrationType: "AWS_PROXY",
      integrationUri: ARN,
      payloadFormatVersion: "2.0",
      // Whether the gateway may call the functions is another question.
      credentialsArn: NAME,
    },
    outputs: {},
  });
}

function integrationId(apiId: string): string {
  return `${NAME}-${apiId}`;
}

const standIn = made(FUNCTION, NAME, { inputs: {}, outputs: { arn: ARN } });

function made(
  type: string,
  id: string,
  properties: Pick<Resource, "inputs" | "outputs">,
): Resource {
  return {
    urn: `urn:pulumi:review::review::${type}::${id}`,
    type,
    name: id,
    id,
    parent: null,
    dependsOn: [],
    region: "us-east-1",
    secrets: [],
    ...properties,
  };
}
