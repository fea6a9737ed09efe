import * as ec2 from "@pulumi/aws/ec2";
import * as lb from "@pulumi/aws/lb";
import { Vpc } from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import { AuthLayer } from "../../components/auth-layer";
import { claim, requestId } from "../../components/header-mapping";
import { HttpApi } from "../../components/http-api";
import { VpcLink } from "../../components/vpc-link";

const config = new pulumi.Config();
const backend = {
  address: config.require("backendAddress"),
  port: config.requireNumber("backendPort"),
};
const cidrBlock = "10.0.0.0/16";

// Nothing in it calls out, so it needs no NAT.
const network = new Vpc("network", { cidrBlock, natGateways: { strategy: "None" } });
const link = new VpcLink("link", {
  vpcId: network.vpcId,
  subnetIds: network.privateSubnetIds,
  cidrBlock,
});

// The load balancer admits the link and nobody else, and calls the service only.
const guard = new ec2.SecurityGroup("balancer", {
  description: "Orders: called by the VPC link",
  vpcId: network.vpcId,
  ingress: [
    {
      description: "The VPC link",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      securityGroups: [link.securityGroupId],
    },
  ],
  egress: [
    {
      description: "The service",
      protocol: "tcp",
      fromPort: backend.port,
      toPort: backend.port,
      cidrBlocks: [cidrBlock],
    },
  ],
});
const balancer = new lb.LoadBalancer("orders", {
  internal: true,
  subnets: network.privateSubnetIds,
  securityGroups: [guard.id],
  dropInvalidHeaderFields: true,
});
const targets = new lb.TargetGroup("orders", {
  targetType: "ip",
  protocol: "HTTP",
  port: backend.port,
  vpcId: network.vpcId,
});
new lb.TargetGroupAttachment("orders", {
  targetGroupArn: targets.arn,
  targetId: backend.address,
  port: backend.port,
});
const listener = new lb.Listener("orders", {
  loadBalancerArn: balancer.arn,
  protocol: "HTTPS",
  port: 443,
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  certificateArn: config.require("certificateArn"),
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

const api = new HttpApi("api", {});
const auth = new AuthLayer("auth", {
  signUp: "admin-only",
  scopes: { orders: { read: "See orders", write: "Change orders" } },
  clients: { batch: { kind: "machine", scopes: ["orders/read"] } },
});

const orders = {
  private: { arn: listener.arn, vpcLinkId: link.id, serverName: config.require("serverName") },
  // Who calls, as the gateway has verified it: the caller's own header of that name is overwritten.
  headers: { "x-caller": claim("sub"), "x-request-id": requestId() },
};
api.addRoutes(auth.authorizer, {
  "GET,HEAD /orders/{proxy+}": { scopes: ["orders/read"], ...orders },
  "POST,PUT,DELETE /orders/{proxy+}": { scopes: ["orders/write"], ...orders },
});

export const url = api.url;
export const signInDomain = auth.domain;
