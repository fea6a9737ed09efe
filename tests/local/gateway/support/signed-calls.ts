import type { IssuedCredentials } from "../../../../local/gateway/iam/issued-credentials.ts";
import type { Graph, Properties, Resource } from "../../../../local/program/graph.ts";
import { type Credentials, sign, type SigningOptions } from "../../support/signer.ts";
import { type GatewayOptions, openGateway, type Reply, type TestGateway } from "./gateway.ts";
import { accountId, apiWith, region, resource, route } from "./graph.ts";
import { now } from "./tokens.ts";

export const roleArn = `arn:aws:iam::${accountId}:role/shopper`;
export const identityId = `${region}:11111111-2222-4333-8444-555555555555`;
export const identityPoolId = `${region}:99999999-8888-4777-8666-555555555555`;
export const provider = `cognito-idp.${region}.amazonaws.com/${region}_EXAMPLE`;
export const amr = ["authenticated", provider, `${provider}:CognitoSignIn:ada`];
export const userId = "AROAEXAMPLE:CognitoIdentityCredentials";
export const userArn = `arn:aws:sts::${accountId}:assumed-role/shopper/CognitoIdentityCredentials`;

function credentials(changes: Partial<IssuedCredentials> = {}): IssuedCredentials {
  return {
    accessKeyId: "ASIAEXAMPLEEXAMPLE00",
    secretKey: "a secret key",
    sessionToken: "a session token",
    issuedAt: now * 1000,
    expiresAt: (now + 3600) * 1000,
    roleArn,
    isForeignRole: false,
    userId,
    userArn,
    cognitoIdentity: { amr, identityId, identityPoolId },
    principalTags: { tenant: "blue" },
    ...changes,
  };
}

const issued = [
  credentials(),
  credentials({ accessKeyId: "ASIAOTHEROTHEROTHER0", secretKey: "b", sessionToken: "c" }),
  credentials({
    accessKeyId: "ASIAFOREIGNROLE00000",
    roleArn: "arn:aws:iam::123456789012:role/foreign",
    isForeignRole: true,
  }),
];

const keysOf = ({ accessKeyId, secretKey, sessionToken }: IssuedCredentials) => ({
  AccessKeyId: accessKeyId,
  SecretKey: secretKey,
  SessionToken: sessionToken,
});
type Keys = ReturnType<typeof keysOf>;

export const [shopper, other, foreigner] = issued.map(keysOf) as [Keys, Keys, Keys];

export function role(inputs: Properties = {}): Resource {
  return resource("aws:iam/role:Role", "shopper", "shopper", inputs, {
    arn: roleArn,
    name: "shopper",
  });
}

export function inline(...statements: readonly Properties[]): Properties {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return { inlinePolicies: [{ name: "call", policy }] };
}

export const allow = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };
export const signedRoute = { route: { authorizationType: "AWS_IAM" } };

export function signedApi(
  roleInputs: Properties = inline(allow),
  ...more: readonly Resource[]
): Graph {
  return apiWith(
    route("ANY /orders", signedRoute),
    route("GET /orders/{id}", signedRoute),
    route("GET /old", { ...signedRoute, integration: { payloadFormatVersion: "1.0" } }),
    [role(roleInputs), ...more],
  );
}

export interface SignedCall extends SigningOptions {
  readonly method?: string;
  readonly body?: string;
  readonly as?: Credentials;
  readonly headers?: Readonly<Record<string, string>>;
  /** Changes what is sent after it was signed. */
  readonly tamper?: (sent: Sent) => Partial<Sent>;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a request that the SDK's code signed. */
export async function call(
  gateway: TestGateway,
  path: string,
  options: SignedCall = {},
): Promise<Reply> {
  const { method = "GET", as: keys = shopper, body, headers = {}, tamper = () => ({}) } = options;
  const url = `http://127.0.0.1:${gateway.port}${path}`;
  const signing = { region, date: new Date(gateway.clock.now()), ...options };
  const signed = await sign(
    keys,
    url,
    { method, headers, ...(body === undefined ? {} : { body }) },
    signing,
  );
  const good: Sent = { method, path, body, headers: signed };
  const sent = { ...good, ...tamper(good) };
  return gateway.send(sent.method, sent.path, {
    headers: Object.entries(sent.headers),
    ...(sent.body === undefined ? {} : { body: sent.body }),
  });
}

export const open = (graph: Graph, options: GatewayOptions = {}) =>
  openGateway(graph, {
    findCredentials: (id) => issued.find(({ accessKeyId }) => accessKeyId === id),
    ...options,
  });

export function without(name: string): NonNullable<SignedCall["tamper"]> {
  return ({ headers }) => ({
    headers: Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name)),
  });
}

export function header(name: string, value: string): NonNullable<SignedCall["tamper"]> {
  return ({ headers }) => ({ headers: { ...headers, [name]: value } });
}
