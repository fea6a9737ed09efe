import { Graph, type Properties, type Resource } from "../../../../local/program/graph.ts";

/** Ids as the recorder makes them. */
export const POOL_ID = "us-east-1_AbCdEf123";
export const WEB_ID = "6h89qn2bfglbmvfebq9aaknqk0";
export const SERVER_ID = "7s89qn2bfglbmvfebq9aaknqk1";
export const SERVER_SECRET = "1example23line4for5people6to7read8and9use0somewhere12";
export const MACHINE_ID = "8m89qn2bfglbmvfebq9aaknqk2";
export const MACHINE_SECRET = "2example23line4for5people6to7read8and9use0somewhere12";
export const CALLBACK = "https://app.example/cb";
export const POOL_URN = urn("aws:cognito/userPool:UserPool", "auth");

export function urn(type: string, name: string): string {
  return `urn:pulumi:dev::test::${type}::${name}`;
}

/** A resource as the recorder would give it. */
export function resource(
  type: string,
  name: string,
  parts: { id?: string; inputs?: Properties; outputs?: Properties },
): Resource {
  const { id = name, inputs = {}, outputs = {} } = parts;
  return {
    urn: urn(type, name),
    type,
    name,
    id,
    inputs,
    outputs: { ...inputs, ...outputs },
    parent: null,
    dependsOn: [],
    region: "us-east-1",
    secrets: [],
  };
}

/** The pool of the examples: people sign in by e-mail, which is verified by code. */
export function pool(inputs: Properties = {}, name = "auth", id = POOL_ID): Resource {
  return resource("aws:cognito/userPool:UserPool", name, {
    id,
    inputs: {
      usernameAttributes: ["email"],
      autoVerifiedAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      ...inputs,
    },
  });
}

/** A public client with every flow that tests use. */
export function client(inputs: Properties = {}, id = WEB_ID, secret?: string): Resource {
  return resource("aws:cognito/userPoolClient:UserPoolClient", id.slice(0, 3), {
    id,
    inputs: {
      userPoolId: POOL_ID,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["code"],
      allowedOauthScopes: ["openid", "email", "orders/read"],
      callbackUrls: [CALLBACK],
      logoutUrls: ["https://app.example/bye"],
      supportedIdentityProviders: ["COGNITO"],
      explicitAuthFlows: [
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
      ],
      preventUserExistenceErrors: "ENABLED",
      ...(secret !== undefined && { generateSecret: true }),
      ...inputs,
    },
    outputs: secret === undefined ? {} : { clientSecret: secret },
  });
}

export function serverClient(inputs: Properties = {}): Resource {
  return client(inputs, SERVER_ID, SERVER_SECRET);
}

export function machineClient(): Resource {
  const inputs = { allowedOauthFlows: ["client_credentials"], allowedOauthScopes: ["orders/read"] };
  return client({ ...inputs, callbackUrls: [] }, MACHINE_ID, MACHINE_SECRET);
}

export function domain(inputs: Properties = {}): Resource {
  return resource("aws:cognito/userPoolDomain:UserPoolDomain", "domain", {
    inputs: { userPoolId: POOL_ID, domain: "example", ...inputs },
  });
}

export function resourceServer(inputs: Properties = {}, name = "orders"): Resource {
  const scopes = ["read", "write"].map((scopeName) => ({ scopeName, scopeDescription: scopeName }));
  return resource("aws:cognito/resourceServer:ResourceServer", name, {
    inputs: { userPoolId: POOL_ID, identifier: "orders", name: "Orders", scopes, ...inputs },
  });
}

export function branding(
  clientId = WEB_ID,
  style: Properties = { useCognitoProvidedValues: true },
): Resource {
  return resource("aws:cognito/managedLoginBranding:ManagedLoginBranding", `style-${clientId}`, {
    inputs: { userPoolId: POOL_ID, clientId, ...style },
  });
}

export function graphOf(...resources: readonly Resource[]): Graph {
  return new Graph({ project: "test", stack: "dev", resources, outputs: {} });
}

/** Pool, domain and the three clients. */
export function standardGraph(...more: readonly Resource[]): Graph {
  return graphOf(pool(), domain(), client(), serverClient(), machineClient(), ...more);
}
