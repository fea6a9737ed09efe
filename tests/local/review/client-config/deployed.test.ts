import { deepEqual, equal, throws } from "node:assert/strict";
import { Graph, type Properties, type Resource } from "../../../../local/program/graph.ts";
import type { ClientConfiguration } from "../../../../local/review/client-config/configuration.ts";
import { asDeployed } from "../../../../local/review/client-config/deployed.ts";
import { api, apiId, resource } from "../../gateway/support/graph.ts";

const RECORDED_URL = `https://${apiId}.execute-api.eu-west-1.amazonaws.com`;
const REAL_URL = "https://r3a1r3a1r3.execute-api.eu-west-1.amazonaws.com";

const pool = resource("aws:cognito/userPool:UserPool", "auth", "eu-west-1_MadeUp");
const client = resource("aws:cognito/userPoolClient:UserPoolClient", "auth-web", "madeupclient");
const domain = resource(
  "aws:cognito/userPoolDomain:UserPoolDomain",
  "auth-domain",
  "shop-made-up",
  {
    domain: "shop-made-up",
  },
);

const recorded = (outputs: Properties, ...resources: readonly Resource[]) =>
  new Graph({ project: "shop", stack: "live", resources, outputs });

const OUTPUTS = {
  url: RECORDED_URL,
  auth: { issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_MadeUp" },
  clientIds: ["madeupclient"],
  pages: "https://shop-made-up.auth.eu-west-1.amazoncognito.com",
  testUser: "none",
};
const DEPLOYED = {
  url: REAL_URL,
  auth: { issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_ReaL1" },
  clientIds: ["reallyclient"],
  pages: "https://shop-deployed.auth.eu-west-1.amazoncognito.com",
  testUser: { email: "test-user@example.com", password: "[secret]" },
};

const configuration = {
  userPoolId: "eu-west-1_MadeUp",
  endpoints: {
    authorize: "https://shop-made-up.auth.eu-west-1.amazoncognito.com/oauth2/authorize",
  },
  apis: [{ name: "api", url: RECORDED_URL }],
  clients: [{ id: "madeupclient", callbackUrls: [`${RECORDED_URL}/signed-in`] }],
} as unknown as ClientConfiguration;

describe("the configuration of a deployed stack", () => {
  it("F149: has what the outputs tell in the place of what the recording made up", () => {
    const graph = recorded(OUTPUTS, api(), pool, client, domain);
    deepEqual(asDeployed(configuration, graph, DEPLOYED), {
      userPoolId: "eu-west-1_ReaL1",
      endpoints: {
        authorize: "https://shop-deployed.auth.eu-west-1.amazoncognito.com/oauth2/authorize",
      },
      apis: [{ name: "api", url: REAL_URL }],
      clients: [{ id: "reallyclient", callbackUrls: [`${REAL_URL}/signed-in`] }],
    });
  });

  it("names what no output tells of, and what to export", () => {
    const { clientIds: _, ...others } = OUTPUTS;
    throws(() => asDeployed(configuration, recorded(others, api(), pool, client), DEPLOYED), {
      name: "ProgramError",
      message:
        "No output of stack live tells its id: aws:cognito/userPoolClient:UserPoolClient " +
        '"auth-web". Export it from the program and deploy, for instance: ' +
        "export const clientId = auth.clients.web.id.",
    });
  });

  it("takes no secret, and no text of another shape, for an id", () => {
    for (const clientIds of [["[secret]"], ["two words"], "reallyclient"]) {
      const graph = recorded(OUTPUTS, client);
      throws(() => asDeployed(configuration, graph, { ...DEPLOYED, clientIds }), /auth-web/);
    }
  });

  it("asks for nothing that the configuration does not need", () => {
    const other = resource("aws:cognito/userPoolClient:UserPoolClient", "other", "unused");
    equal(asDeployed(configuration, recorded({}, other), {}).userPoolId, "eu-west-1_MadeUp");
  });
});
