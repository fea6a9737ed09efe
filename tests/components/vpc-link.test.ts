import assert from "node:assert/strict";
import { Vpc } from "@pulumi/awsx/ec2";
import { VpcLink, type VpcLinkArgs } from "../../components/vpc-link";
import { childrenOf, inputs, recorded, recordedOnce, resource, types } from "../support/recorded";

describe("VpcLink, as in its example", () => {
  const recording = recordedOnce(() => {
    const network = new Vpc("network", { cidrBlock: "10.0.0.0/16" });
    const link = new VpcLink("link", {
      vpcId: network.vpcId,
      subnetIds: network.privateSubnetIds,
      cidrBlock: "10.0.0.0/16",
    });
    return { vpcId: network.vpcId, subnetIds: network.privateSubnetIds, id: link.id };
  });

  it("F135: has a security group of its own, which lets nothing in and one port out", async () => {
    assert.deepEqual(childrenOf(await recording(), "link"), [
      "SecurityGroup link-security-group",
      "VpcLink link",
    ]);
    const { outputs } = await recording();
    assert.deepEqual(inputs(await recording(), types.securityGroup, "link-security-group"), {
      description: "VPC link link: calls port 443 of the network, is called by nobody",
      vpcId: outputs["vpcId"],
      ingress: [],
      egress: [
        {
          description: "The back ends",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: ["10.0.0.0/16"],
        },
      ],
    });
  });

  it("F134, F135: is in the network's private subnets", async () => {
    const { outputs } = await recording();
    const link = resource(await recording(), types.vpcLink, "link");
    const group = resource(await recording(), types.securityGroup, "link-security-group");
    assert.deepEqual(link.inputs, {
      subnetIds: outputs["subnetIds"],
      securityGroupIds: [group.id],
    });
    assert.equal(outputs["id"], link.id);
  });
});

describe("VpcLink refuses", () => {
  const args = { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"], cidrBlock: "10.0.0.0/16" };
  const cases: readonly [string, VpcLinkArgs, string][] = [
    [
      "one subnet",
      { ...args, subnetIds: ["subnet-1"] },
      "subnetIds has 1: name 2 to 10, of different zones, or the API goes down with one.",
    ],
    [
      "the whole internet",
      { ...args, cidrBlock: "0.0.0.0/0" },
      'cidrBlock is "0.0.0.0/0": name the network\'s addresses, such as 10.0.0.0/16.',
    ],
    [
      "a port that there is not",
      { ...args, port: 0 },
      "port is 0: it must be a whole number from 1 to 65535.",
    ],
  ];
  for (const [title, refused, message] of cases) {
    it(title, async () => {
      await assert.rejects(
        recorded(() => void new VpcLink("link", refused)),
        { message },
      );
    });
  }
});
