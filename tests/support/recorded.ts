import * as pulumi from "@pulumi/pulumi";
import type { Properties, Recording, Resource } from "../../local/program/graph.ts";

/** Short names of the types that tests ask for. */
export const types = {
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  api: "aws:apigatewayv2/api:Api",
  apiMapping: "aws:apigatewayv2/apiMapping:ApiMapping",
  authorizer: "aws:apigatewayv2/authorizer:Authorizer",
  branding: "aws:cognito/managedLoginBranding:ManagedLoginBranding",
  certificate: "aws:acm/certificate:Certificate",
  certificateValidation: "aws:acm/certificateValidation:CertificateValidation",
  client: "aws:cognito/userPoolClient:UserPoolClient",
  dashboard: "aws:cloudwatch/dashboard:Dashboard",
  domain: "aws:cognito/userPoolDomain:UserPoolDomain",
  domainName: "aws:apigatewayv2/domainName:DomainName",
  function: "aws:lambda/function:Function",
  group: "aws:cognito/userGroup:UserGroup",
  identityProvider: "aws:cognito/identityProvider:IdentityProvider",
  integration: "aws:apigatewayv2/integration:Integration",
  kmsKey: "aws:kms/key:Key",
  logDelivery: "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  logMetric: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  permission: "aws:lambda/permission:Permission",
  record: "aws:route53/record:Record",
  resourceServer: "aws:cognito/resourceServer:ResourceServer",
  risk: "aws:cognito/riskConfiguration:RiskConfiguration",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  route: "aws:apigatewayv2/route:Route",
  secret: "aws:secretsmanager/secret:Secret",
  secretRotation: "aws:secretsmanager/secretRotation:SecretRotation",
  secretVersion: "aws:secretsmanager/secretVersion:SecretVersion",
  smsPreferences: "aws:sns/smsPreferences:SmsPreferences",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  stage: "aws:apigatewayv2/stage:Stage",
  user: "aws:cognito/user:User",
  userInGroup: "aws:cognito/userInGroup:UserInGroup",
  userPool: "aws:cognito/userPool:UserPool",
  vpcLink: "aws:apigatewayv2/vpcLink:VpcLink",
  webAcl: "aws:wafv2/webAcl:WebAcl",
  webAclAssociation: "aws:wafv2/webAclAssociation:WebAclAssociation",
  webAclLogging: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
} as const;

/** Evaluates a program in the project `secure-api`, stack `test`, without AWS. */
export async function recorded(
  program: () => unknown,
  config: Readonly<Record<string, string>> = {},
): Promise<Recording> {
  // A static import would have this file, and the handlers in it, compiled by the wrong compiler.
  const { record } = await import("../../local/program/record.ts");
  const { leanCodePaths } = await import("../../local/program/code-paths.ts");
  leanCodePaths(pulumi, process.cwd());
  const { stackTraceLimit } = Error;
  // The SDK takes a stack trace for every promise that it tracks: most of an evaluation's time.
  Error.stackTraceLimit = 0;
  try {
    return await record({ pulumi, project: "secure-api", stack: "test", config, program });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The same, evaluated for the first test that asks; evaluations must not overlap. */
export function recordedOnce(
  program: () => unknown,
  config: Readonly<Record<string, string>> = {},
): () => Promise<Recording> {
  let recording: Promise<Recording> | undefined;
  return () => (recording ??= recorded(program, config));
}

/** The one resource of this type and name. */
export function resource(recording: Recording, type: string, name: string): Resource {
  const found = recording.resources.filter((one) => one.type === type && one.name === name);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${found.length} resources ${type} "${name}"`);
  }
  return only;
}

export function inputs(recording: Recording, type: string, name: string): Properties {
  return resource(recording, type, name).inputs;
}

/** Type and name of every resource below a component, sorted. */
export function childrenOf(recording: Recording, name: string): string[] {
  const parent = recording.resources.find(
    (one) => one.name === name && one.type.startsWith("secure-api:"),
  );
  return recording.resources
    .filter((one) => one.parent === parent?.urn)
    .map((one) => `${one.type.split(":").at(-1)} ${one.name}`)
    .sort();
}
