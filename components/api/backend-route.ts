import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as iam from "@pulumi/aws/iam";
import { headerParameters } from "../header-mapping";
import { accountTrustPolicy, policyDocument } from "../shared/policy-document";
import {
  type ApiRoute,
  type Authorization,
  createApiRoutes,
  integrationDescription,
} from "./api-route";
import { type AwsCall, callPermission } from "./aws-service";
import type { DeclaredRoute } from "./route";

/** What a route to an existing back end is made from. */
export interface BackendRouteArgs {
  readonly apiId: pulumi.Input<string>;
  /** Of the API; holds the account, whose calls alone may take an AWS service's role. */
  readonly executionArn: pulumi.Output<string>;
  readonly tableKey: string;
  readonly route: DeclaredRoute;
  readonly authorization: Authorization;
}

const DEFAULT_TIMEOUT_SECONDS = 29;

/**
 * A route that an existing back end answers: an address on the internet, something private behind a
 * VPC link, or a service of AWS. Made by `HttpApi.addRoutes`, which has checked the arguments.
 */
export class BackendRoute extends pulumi.ComponentResource {
  public static readonly __pulumiType = "secure-api:http:BackendRoute";
  public readonly routes: readonly ApiRoute[];

  constructor(name: string, args: BackendRouteArgs, opts?: pulumi.ComponentResourceOptions) {
    super(BackendRoute.__pulumiType, name, {}, opts);
    const { apiId, tableKey, route, authorization } = args;
    const integration = new apigatewayv2.Integration(
      `${name}-integration`,
      {
        apiId,
        description: integrationDescription(tableKey, route.public),
        timeoutMilliseconds: (route.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000,
        ...this.target(name, args),
      },
      { parent: this },
    );
    this.routes = createApiRoutes(name, { apiId, tableKey, authorization, integration }, this);
    this.registerOutputs({});
  }

  private target(name: string, { executionArn, route }: BackendRouteArgs) {
    if (route.aws !== undefined) return this.awsTarget(name, executionArn, route.aws);
    const parameters = headerParameters(route.headers ?? {});
    const called = { integrationType: "HTTP_PROXY", integrationMethod: route.method ?? "ANY" };
    if (route.private === undefined) {
      return {
        ...called,
        integrationUri: route.proxy,
        ...(Object.keys(parameters).length > 0 && { requestParameters: parameters }),
      };
    }
    const { arn, vpcLinkId, serverName } = route.private;
    return {
      ...called,
      integrationUri: arn,
      connectionType: "VPC_LINK",
      connectionId: vpcLinkId,
      tlsConfig: { serverNameToVerify: serverName },
      // The back end would see a named stage before the path (H266).
      requestParameters: { ...parameters, "overwrite:path": "$request.path" },
    };
  }

  private awsTarget(name: string, executionArn: pulumi.Output<string>, call: AwsCall) {
    const role = new iam.Role(
      `${name}-role`,
      {
        description: `Calls ${call.action}`,
        assumeRolePolicy: accountTrustPolicy("apigateway.amazonaws.com", executionArn),
      },
      { parent: this },
    );
    const policy = new iam.RolePolicy(
      `${name}-policy`,
      { role: role.id, policy: policyDocument([callPermission(call)]) },
      { parent: this },
    );
    return {
      integrationType: "AWS_PROXY",
      integrationSubtype: call.action,
      // The integration is tried with the role as soon as it is there.
      credentialsArn: pulumi.all([role.arn, policy.id]).apply(([arn]) => arn),
      payloadFormatVersion: "1.0",
      requestParameters: { ...call.parameters },
    };
  }
}
