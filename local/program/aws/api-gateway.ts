import type { Properties } from "../graph.ts";
import { ACCOUNT_ID, lowerId } from "../names.ts";
import { API } from "../types.ts";
import {
  type AttributeTable,
  type Compute,
  given,
  idOf,
  nameOf,
  regionalArn,
  type Registration,
} from "./registration.ts";

/** HTTP and WebSocket APIs. */
export const API_GATEWAY: AttributeTable = {
  [API]: async (api) => {
    const id = idOf(api, lowerId(api.urn, 10));
    return {
      id,
      outputs: {
        name: given(api, "name") ?? nameOf({ ...api, givenId: undefined }),
        arn: `arn:aws:apigateway:${api.region}::/apis/${id}`,
        executionArn: regionalArn(api, "execute-api", id),
        apiEndpoint: (await api.addressOf?.(api.urn)) ?? awsEndpoint(api, id),
        apiKeySelectionExpression:
          given(api, "apiKeySelectionExpression") ?? "$request.header.x-api-key",
        routeSelectionExpression:
          given(api, "routeSelectionExpression") ?? "$request.method $request.path",
        ipAddressType: given(api, "ipAddressType") ?? "ipv4",
      },
    };
  },
  "aws:apigatewayv2/stage:Stage": (stage) => {
    const name = nameOf(stage);
    const apiId = given(stage, "apiId") ?? "";
    const endpoint = stage.find(API, apiId)?.outputs["apiEndpoint"] ?? awsEndpoint(stage, apiId);
    return {
      id: name,
      outputs: {
        name,
        arn: `arn:aws:apigateway:${stage.region}::/apis/${apiId}/stages/${name}`,
        executionArn: `arn:aws:execute-api:${stage.region}:${ACCOUNT_ID}:${apiId}/${name}`,
        invokeUrl: `${String(endpoint)}/${name === "$default" ? "" : name}`,
      },
    };
  },
  "aws:apigatewayv2/route:Route": shortId(7),
  "aws:apigatewayv2/integration:Integration": (integration) => ({
    id: idOf(integration, lowerId(integration.urn, 7)),
    outputs: { integrationResponseSelectionExpression: "${integration.response.statuscode}" },
  }),
  "aws:apigatewayv2/authorizer:Authorizer": (authorizer) => ({
    id: idOf(authorizer, lowerId(authorizer.urn, 6)),
    outputs: { name: given(authorizer, "name") ?? nameOf({ ...authorizer, givenId: undefined }) },
  }),
  "aws:apigatewayv2/deployment:Deployment": shortId(6, { autoDeployed: false }),
  "aws:apigatewayv2/apiMapping:ApiMapping": shortId(6),
  "aws:apigatewayv2/model:Model": shortId(6),
  "aws:apigatewayv2/domainName:DomainName": (domain) => {
    const name = given(domain, "domainName") ?? idOf(domain, domain.name);
    const target = `d-${lowerId(domain.urn, 10)}.execute-api.${domain.region}.amazonaws.com`;
    return {
      id: name,
      outputs: {
        arn: `arn:aws:apigateway:${domain.region}::/domainnames/${name}`,
        apiMappingSelectionExpression: "$request.basepath",
        domainNameConfiguration: {
          ...(domain.inputs["domainNameConfiguration"] as Properties | undefined),
          hostedZoneId: "Z1UJRXOUMOOFQ8",
          targetDomainName: target,
        },
      },
    };
  },
  "aws:apigatewayv2/vpcLink:VpcLink": (link) => {
    const id = idOf(link, lowerId(link.urn, 6));
    return { id, outputs: { arn: `arn:aws:apigateway:${link.region}::/vpclinks/${id}` } };
  },
};

function awsEndpoint({ region }: Registration, apiId: string): string {
  return `https://${apiId}.execute-api.${region}.amazonaws.com`;
}

function shortId(length: number, outputs: Properties = {}): Compute {
  return (registration) => ({ id: idOf(registration, lowerId(registration.urn, length)), outputs });
}
