import { deepEqual, equal } from "node:assert/strict";
import { readPools } from "../../../../local/cognito/pool.ts";
import { amplifyConfiguration } from "../../../../local/review/client-config/amplify.ts";
import { clientConfiguration } from "../../../../local/review/client-config/configuration.ts";
import { awsPlaces, localPlaces } from "../../../../local/review/client-config/places.ts";
import type { Properties, Resource } from "../../../../local/program/graph.ts";
import { graphOf, resource } from "../../gateway/support/graph.ts";

const POOL_ID = "eu-west-1_EXAMPLE";
const client = resource("aws:cognito/userPoolClient:UserPoolClient", "web", "webclient", {
  userPoolId: POOL_ID,
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthFlows: ["code"],
  allowedOauthScopes: ["openid"],
  callbackUrls: ["https://app.example.com/in"],
  logoutUrls: ["https://app.example.com/out"],
  supportedIdentityProviders: ["COGNITO", "Google", "SignInWithApple", "Staff"],
});
const domain = (name: string): Resource =>
  resource("aws:cognito/userPoolDomain:UserPoolDomain", name, name, {
    userPoolId: POOL_ID,
    domain: name,
  });

/** Amplify's settings of Cognito for a pool with these inputs, on AWS or on a local runtime. */
function cognitoOf(inputs: Properties, isLocal: boolean, ...others: readonly Resource[]) {
  const graph = graphOf(
    resource("aws:cognito/userPool:UserPool", "people", POOL_ID, inputs),
    client,
    ...others,
  );
  const [pool] = readPools(graph);
  if (!pool) throw new Error("the graph has no pool");
  const places = isLocal
    ? localPlaces(pool, "http://localhost:3100", "aws")
    : awsPlaces(graph, pool);
  const clients = [...pool.clients.values()];
  const configuration = clientConfiguration({ graph, pool, clients, places });
  const [only] = configuration.clients;
  if (!only) throw new Error("the pool has no client");
  return amplifyConfiguration(configuration, only, pool).Auth.Cognito;
}

describe("the configuration of Amplify", () => {
  it("F149: opens the pages of a pool on AWS, by its own domain where it has one", () => {
    const { loginWith, ...others } = cognitoOf({}, false, domain("shop"), domain("id.example.com"));
    deepEqual(loginWith, {
      username: true,
      oauth: {
        domain: "id.example.com",
        scopes: ["openid"],
        redirectSignIn: ["https://app.example.com/in"],
        redirectSignOut: ["https://app.example.com/out"],
        responseType: "code",
        providers: ["Google", "Apple", { custom: "Staff" }],
      },
    });
    equal("userPoolEndpoint" in others, false);
  });

  it("has no pages without a domain, and none of a local runtime, which Amplify cannot open", () => {
    deepEqual(cognitoOf({}, false).loginWith, { username: true });
    deepEqual(cognitoOf({}, true, domain("shop")).loginWith, { username: true });
    equal(cognitoOf({}, true).userPoolEndpoint, "http://localhost:3100");
  });

  it("C250, C251: says what people sign in with", () => {
    const names = (inputs: Properties) => cognitoOf(inputs, true).loginWith;
    deepEqual(names({ usernameAttributes: ["email", "phone_number"] }), {
      email: true,
      phone: true,
    });
    deepEqual(names({ aliasAttributes: ["email", "preferred_username"] }), {
      username: true,
      email: true,
    });
  });

  it("C256: says which attributes a new user has to give, and how an address is proved", () => {
    const { userAttributes, signUpVerificationMethod } = cognitoOf(
      {
        schemas: [{ name: "email", attributeDataType: "String", required: true }],
        verificationMessageTemplate: { defaultEmailOption: "CONFIRM_WITH_LINK" },
      },
      true,
    );
    deepEqual([userAttributes, signUpVerificationMethod], [{ email: { required: true } }, "link"]);
  });
});
