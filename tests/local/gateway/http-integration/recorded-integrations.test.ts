import assert from "node:assert/strict";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2/index.js";
import * as lb from "@pulumi/aws/lb/index.js";
import * as servicediscovery from "@pulumi/aws/servicediscovery/index.js";
import { unmodelled } from "../../../../local/not-served.ts";
import { Graph } from "../../../../local/program/graph.ts";
import { recordProgram } from "../../program/support/recording.ts";
import { answering, withBackend } from "../support/backend.ts";
import { using } from "../support/gateway.ts";

/** An API with a route to a URL, to a Cloud Map service and to a load balancer. */
function program(port: number): void {
  const api = new apigatewayv2.Api("api", { protocolType: "HTTP" });
  const apiId = api.id;
  new apigatewayv2.Stage("dev", { apiId, name: "dev", autoDeploy: true });
  const link = new apigatewayv2.VpcLink("link", { subnetIds: ["subnet-1"], securityGroupIds: [] });
  const service = new servicediscovery.Service("orders", {});
  new servicediscovery.Instance("orders-1", {
    serviceId: service.id,
    instanceId: "orders-1",
    attributes: { AWS_INSTANCE_IPV4: "127.0.0.1", AWS_INSTANCE_PORT: String(port) },
  });
  const balancer = new lb.LoadBalancer("internal", { internal: true, subnets: ["subnet-1"] });
  const group = new lb.TargetGroup("pets", {
    port,
    protocol: "HTTP",
    targetType: "ip",
    vpcId: "vpc-1",
  });
  new lb.TargetGroupAttachment("pets-1", { targetGroupArn: group.arn, targetId: "127.0.0.1" });
  const listener = new lb.Listener("front", {
    loadBalancerArn: balancer.arn,
    port: 80,
    defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
  });
  const shared = { apiId, integrationType: "HTTP_PROXY", integrationMethod: "ANY" };
  const isPrivate = { ...shared, connectionType: "VPC_LINK", connectionId: link.id };
  const integrations = {
    url: new apigatewayv2.Integration("url", {
      ...shared,
      integrationUri: `http://127.0.0.1:${port}/public/{id}`,
      requestParameters: { "append:header.x-id": "$request.path.id" },
      responseParameters: [{ statusCode: "200", mappings: { "overwrite:statuscode": "202" } }],
    }),
    service: new apigatewayv2.Integration("service", { ...isPrivate, integrationUri: service.arn }),
    balancer: new apigatewayv2.Integration("balancer", {
      ...isPrivate,
      integrationUri: listener.arn,
    }),
  };
  for (const [name, integration] of Object.entries(integrations)) {
    const target = integration.id.apply((id) => `integrations/${id}`);
    new apigatewayv2.Route(name, { apiId, routeKey: `GET /${name}/{id}`, target });
  }
}

describe("gateway: a recorded program's HTTP integrations", () => {
  it("H254, H265, H269, H270: are served as their resources say", async () => {
    await withBackend(answering(), async ({ port, requests }) => {
      const { resources } = await recordProgram(() => program(port));
      const graph = new Graph({ project: "test", stack: "dev", resources, outputs: {} });
      await using(graph, {}, async (gateway) => {
        const statuses: number[] = [];
        for (const name of ["url", "service", "balancer"]) {
          statuses.push((await gateway.send("GET", `/dev/${name}/7`)).status);
        }
        assert.deepEqual(statuses, [202, 200, 200]);
        assert.deepEqual(
          requests.map(({ url, headers }) => [url, headers["x-id"]]),
          [
            ["/public/7", "7"],
            ["/dev/service/7", undefined],
            ["/dev/balancer/7", undefined],
          ],
        );
        assert.deepEqual(gateway.api.notServed(), []);
        assert.deepEqual(unmodelled(graph), ['aws:lb/loadBalancer:LoadBalancer "internal"']);
      });
    });
  });
});
