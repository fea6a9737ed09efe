import * as pulumi from "@pulumi/pulumi";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as ec2 from "@pulumi/aws/ec2";
import { integerProblem, type Problem, refuse } from "./shared/arguments";
import { limits } from "./shared/limits";
import { any, fields, needed, type ShapesOf } from "./shared/shapes";

/** Arguments of {@link VpcLink}. */
export interface VpcLinkArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, of two zones or more; at most 10. They cannot be changed later. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Addresses that the link may reach, such as the network's `10.0.0.0/16`. */
  readonly cidrBlock: pulumi.Input<string>;
  /** The one port that the link may reach. @default 443 */
  readonly port?: number;
}

const ARGUMENTS: ShapesOf<VpcLinkArgs> = {
  vpcId: needed(),
  subnetIds: needed(),
  cidrBlock: needed(),
  port: any,
};

const DEFAULT_PORT = 443;

/**
 * The way from HTTP APIs into a network. Its security group lets nothing in, and out only to one
 * port of the network: the back end's own group then admits `securityGroupId` and nobody else. A
 * link is made in minutes and serves any number of APIs; an account has 10 in a Region.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
 *
 * @example
 * const network = new awsx.ec2.Vpc("network", { cidrBlock: "10.0.0.0/16" });
 * const link = new VpcLink("link", {
 *   vpcId: network.vpcId,
 *   subnetIds: network.privateSubnetIds,
 *   cidrBlock: "10.0.0.0/16",
 * });
 */
export class VpcLink extends pulumi.ComponentResource {
  public static readonly __pulumiType = "secure-api:http:VpcLink";
  public readonly id: pulumi.Output<string>;
  /** Of the link itself: what calls a back end comes from it. */
  public readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: VpcLinkArgs, opts?: pulumi.ComponentResourceOptions) {
    super(VpcLink.__pulumiType, name, {}, opts);
    refuse(linkProblems(args), this);

    const port = args.port ?? DEFAULT_PORT;
    const group = new ec2.SecurityGroup(
      `${name}-security-group`,
      {
        description: `VPC link ${name}: calls port ${port} of the network, is called by nobody`,
        vpcId: args.vpcId,
        ingress: [],
        egress: [
          {
            description: "The back ends",
            protocol: "tcp",
            fromPort: port,
            toPort: port,
            cidrBlocks: [args.cidrBlock],
          },
        ],
      },
      { parent: this },
    );
    const link = new apigatewayv2.VpcLink(
      name,
      { subnetIds: args.subnetIds, securityGroupIds: [group.id] },
      { parent: this },
    );

    this.id = link.id;
    this.securityGroupId = group.id;
    this.registerOutputs({ id: this.id, securityGroupId: this.securityGroupId });
  }
}

function* linkProblems(args: VpcLinkArgs): Iterable<Problem> {
  yield* needed(fields(ARGUMENTS)).problems("", args);
  const { subnetIds, cidrBlock, port } = args;
  if (Array.isArray(subnetIds)) {
    const { min, max } = limits.subnetsPerVpcLink;
    const count = subnetIds.length;
    if (count < min || count > max) {
      yield `subnetIds has ${count}: name ${min} to ${max}, of different zones, or the API goes down with one.`;
    }
  }
  if (
    typeof cidrBlock === "string" &&
    !/^\d{1,3}(?:\.\d{1,3}){3}\/(?:[89]|[12]\d|3[0-2])$/.test(cidrBlock)
  ) {
    yield `cidrBlock is "${cidrBlock}": name the network's addresses, such as 10.0.0.0/16.`;
  }
  yield integerProblem("port", port, limits.port);
}
