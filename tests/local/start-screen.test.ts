import { equal } from "node:assert/strict";
import type { Resource } from "../../local/program/graph.ts";
import { readyLine } from "../../local/ready-line.ts";
import { startScreen } from "../../local/start-screen.ts";
import {
  api,
  apiId,
  authorizer,
  graphOf,
  lambda,
  resource,
  route,
  stage,
} from "./gateway/support/graph.ts";

/** The line of the first API, and the line that says what to do next. */
function linesOf(...resources: readonly (Resource | readonly Resource[])[]): readonly string[] {
  const graph = graphOf(...resources, lambda("main"), authorizer());
  const addresses = {
    userPools: [],
    originOf: () => "http://127.0.0.1:1",
    dynamoDb: undefined,
    kms: undefined,
  };
  const ready = readyLine(graph, { ...addresses, control: "http://127.0.0.1:3" });
  const lines = startScreen({ ready, graph, stack: "dev", watch: false }).split("\n");
  return [lines[3] ?? "", lines[7] ?? ""];
}

describe("the start screen", () => {
  const mapped = (apiMappingKey: string): Resource[] => [
    resource("aws:apigatewayv2/domainName:DomainName", "name", "api.example.com", {
      domainName: "api.example.com",
    }),
    resource("aws:apigatewayv2/apiMapping:ApiMapping", "all", "all", {
      apiId,
      apiMappingKey,
      domainName: "api.example.com",
      stage: "$default",
    }),
  ];
  const pageLine = "Open http://127.0.0.1:1 in a browser to call the API.";
  const routesLine = "The routes, and who may call them: http://127.0.0.1:3/routes";
  const bare = "  API api   http://127.0.0.1:1";
  const cases = {
    "sends to a page that is open to anybody": [[route("GET /")], bare, pageLine],
    "takes the catch-all for a page": [[route("$default")], bare, pageLine],
    "sends nowhere where the root wants a token": [
      [route("GET /", { scopes: [] })],
      bare,
      routesLine,
    ],
    "sends nowhere where there is no root": [[route("GET /health")], bare, routesLine],
    "H10: names the only Host that an API answers to": [
      [api({ disableExecuteApiEndpoint: true }), ...mapped(""), route("GET /")],
      `${bare} with the header Host: api.example.com`,
      routesLine,
    ],
    "H12: names the key below which a domain name leads to an API": [
      [api({ disableExecuteApiEndpoint: true }), ...mapped("v1"), route("GET /")],
      `${bare}/v1 with the header Host: api.example.com`,
      routesLine,
    ],
    "H10: says that nothing reaches an API without a name": [
      [api({ disableExecuteApiEndpoint: true }), route("GET /")],
      `${bare} (its default endpoint is off)`,
      routesLine,
    ],
  } as const;
  for (const [title, [resources, apiLine, nextLine]] of Object.entries(cases)) {
    it(title, () => {
      const rest = resources.flat().some(({ id }) => id === apiId) ? [] : [api()];
      const [first, next] = linesOf(...rest, ...resources, stage());
      equal(first, apiLine);
      equal(next, nextLine);
    });
  }
});
