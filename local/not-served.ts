import { type Graph, members, objects, type Properties, type Resource } from "./program/graph.ts";

/** Types that the runtime serves, or whose absence changes no answer here (permissions, logs, names). */
const MODELLED = [
  /^pulumi:/,
  /^aws:apigatewayv2\/(api|stage|route|integration|authorizer|deployment|domainName|apiMapping|vpcLink):/,
  // What private integrations go through, up to their targets. The load balancer itself does not answer here.
  /^aws:servicediscovery\/(service|instance|privateDnsNamespace|httpNamespace):/,
  /^aws:a?lb\/(listener|targetGroup|targetGroupAttachment):/,
  /^aws:lambda\/(function|alias|permission):/,
  /^aws:iam\//,
  /^aws:cloudwatch\//,
  /^aws:cognito\/(userPool|userPoolClient|userPoolDomain|resourceServer|managedLoginBranding|userPoolUICustomization|userGroup|user|userInGroup):/,
  /^aws:dynamodb\/table:/,
  /^aws:kms\/(key|alias):/,
  // Settings of a bucket, which is named itself.
  /^aws:s3\/bucket(CorsConfiguration|LifecycleConfiguration|OwnershipControls|Policy|PublicAccessBlock|ServerSideEncryptionConfiguration|Versioning):/,
  // Logs of messages that failed, limits of their price, names and certificates on the internet: none of them answers.
  /^aws:cognito\/logDeliveryConfiguration:/,
  /^aws:sns\/smsPreferences:/,
  /^aws:acm\/(certificate|certificateValidation):/,
  /^aws:route53\/record:/,
  /^aws:cognito\/riskConfiguration:/,
  /^aws:cognito\/identityProvider:/,
  // What holds requests against an ACL's rules is its association.
  /^aws:wafv2\/(webAcl|webAclLoggingConfiguration|webAclAssociation):/,
  /^aws:cognito\/(identityPool|identityPoolRoleAttachment|identityPoolProviderPrincipalTag):/,
];

/** Inputs of modelled types that AWS acts on and this runtime does not, and what that means here. */
const INPUTS: Readonly<
  Record<string, readonly (readonly [(inputs: Properties) => boolean, string])[]>
> = {
  "aws:cognito/riskConfiguration:RiskConfiguration": [
    [() => true, "no sign-in is scored, and no password held against breached ones"],
  ],
  "aws:wafv2/webAclAssociation:WebAclAssociation": [
    [() => true, "no request is held against the rules of the web ACL"],
  ],
  "aws:cognito/identityPool:IdentityPool": [
    [
      ({ supportedLoginProviders, openidConnectProviderArns, samlProviderArns }) =>
        [supportedLoginProviders, openidConnectProviderArns, samlProviderArns].some(
          (providers) => Object.keys(providers ?? {}).length > 0,
        ),
      "logins of other providers than the graph's user pools are refused",
    ],
    [
      ({ developerProviderName }) => developerProviderName !== undefined,
      "developerProviderName: developer authenticated identities are not served",
    ],
  ],
  "aws:apigatewayv2/api:Api": [
    [({ body }) => body !== undefined, "body: no route is taken from the document"],
  ],
  "aws:apigatewayv2/domainName:DomainName": [
    [
      ({ mutualTlsAuthentication }) => mutualTlsAuthentication !== undefined,
      "mutualTlsAuthentication: no client certificate is asked for",
    ],
    [
      ({ routingMode }) => routingMode !== undefined && routingMode !== "API_MAPPING_ONLY",
      "routingMode: the API mappings alone decide",
    ],
  ],
  "aws:dynamodb/table:Table": [
    [
      () => true,
      "no permissions are checked, no transactions and PartiQL statements are answered, and a failed condition does not return the item",
    ],
    [({ billingMode }) => billingMode !== "PAY_PER_REQUEST", "its capacity limits nothing"],
    [({ streamEnabled }) => streamEnabled === true, "streamEnabled: no stream is written"],
    [({ replicas }) => objects(replicas).length > 0, "replicas: there is one table"],
    [({ ttl }) => members(ttl)["enabled"] === true, "ttl: no item is deleted by its time"],
    [
      ({ importTable, restoreSourceName, restoreSourceTableArn, restoreBackupArn }) =>
        [importTable, restoreSourceName, restoreSourceTableArn, restoreBackupArn].some(
          (source) => source !== undefined,
        ),
      "it begins empty, not with what it is imported or restored from",
    ],
  ],
  "aws:kms/key:Key": [
    [
      () => true,
      "no permissions are checked, and only operations that encrypt and decrypt answered",
    ],
    [
      ({ customerMasterKeySpec = "SYMMETRIC_DEFAULT" }) =>
        customerMasterKeySpec !== "SYMMETRIC_DEFAULT",
      "customerMasterKeySpec: only symmetric keys work here",
    ],
  ],
  "aws:lambda/function:Function": [
    [
      ({ layers }) => Array.isArray(layers) && layers.length > 0,
      "layers: the function runs without them",
    ],
  ],
};

/** A line for everything that AWS would make or do, and nothing here stands for. Components are made of others. */
export function unmodelled(graph: Graph): string[] {
  return graph.recording.resources.flatMap((resource) => {
    const { type, id } = resource;
    if (id !== "" && !MODELLED.some((pattern) => pattern.test(type))) return [nameOf(resource)];
    const inputs = INPUTS[type] ?? [];
    return inputs
      .filter(([isSet]) => isSet(resource.inputs))
      .map(([, meaning]) => `${nameOf(resource)}: ${meaning}`);
  });
}

function nameOf({ type, name }: Resource): string {
  return `${type} "${name}"`;
}
