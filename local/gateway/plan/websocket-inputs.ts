import type { Graph, Resource, Value } from "../../program/graph.ts";
import { badRequest } from "../../program/creation-error.ts";

/**
 * Inputs that only WebSocket APIs have. On an HTTP API nothing would check the key, the model or the certificate, nor
 * apply the template, so a program that sets them asks for what it does not get (H253).
 * Source: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/ ("Supported only for WebSocket APIs")
 */
const websocketInputs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "aws:apigatewayv2/route:Route": {
    apiKeyRequired: "Remove it; let an authorizer say who may call.",
    requestModels: "Remove it; check the body in the function.",
    requestParameters: "Remove it; check the parameters in the function.",
  },
  "aws:apigatewayv2/integration:Integration": {
    requestTemplates: "Remove it; requestParameters maps headers, query and path.",
  },
  "aws:apigatewayv2/stage:Stage": {
    clientCertificateId: "Remove it; use a private integration to keep others off the backend.",
  },
};

/** @throws CreationError for an input that only WebSocket APIs have, on a resource of an HTTP API (H253) */
export function refuseWebsocketInputs(graph: Graph, api: Resource): void {
  for (const [type, inputs] of Object.entries(websocketInputs)) {
    for (const resource of graph.where(type, "apiId", api.id)) {
      for (const [name, fix] of Object.entries(inputs)) {
        if (isSet(resource.inputs[name])) refuse(resource, name, fix);
      }
    }
  }
}

function refuse(resource: Resource, name: string, fix: string): never {
  const text = "it is supported only for WebSocket APIs.";
  throw badRequest(resource, { value: name, text, fix });
}

function isSet(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
