import {
  SECURITY_GROUP,
  SECURITY_GROUP_INGRESS_RULE,
  SECURITY_GROUP_RULE,
} from "../../../policy/types.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { add, all, resource, set } from "../support/stack.ts";

const ofGroup = { securityGroupId: [SECURITY_GROUP, "link-group"] } as const;
/** The link's group, which the stack holds by its id. */
const group = add(
  resource(SECURITY_GROUP, "link-group", { id: "sg-1", ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] }),
);

describePolicy("vpclink-multi-az", [
  {
    it: "refuses one subnet",
    change: set("vpc-link", { subnetIds: ["subnet-1"] }),
    says: ['VpcLink "vpc-link": subnetIds is ["subnet-1"]; wanted: subnets of two zones.'],
  },
  {
    it: "refuses the same subnet twice",
    change: set("vpc-link", { subnetIds: ["subnet-1", "subnet-1"] }),
    says: [
      'VpcLink "vpc-link": subnetIds is ["subnet-1","subnet-1"]; wanted: subnets of two zones.',
    ],
  },
  {
    it: "refuses a link without a security group",
    change: set("vpc-link", { securityGroupIds: [] }),
    says: ['VpcLink "vpc-link": securityGroupIds is []; wanted: a security group.'],
  },
  {
    it: "counts subnets that are not made yet",
    change: set("vpc-link", { subnetIds: [UNKNOWN, UNKNOWN] }),
  },
  {
    it: "refuses a group that lets everybody in",
    change: all(
      group,
      set("link-group", { ingress: [{ cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }] }),
    ),
    says: [
      'SecurityGroup "link-group": ingress[0].cidrBlocks[1] is "0.0.0.0/0"; wanted: addresses of the network.',
    ],
  },
  {
    it: "refuses the same by rules of their own",
    change: all(
      group,
      add(
        resource(SECURITY_GROUP_INGRESS_RULE, "new-rule", { cidrIpv6: "::/0" }, ofGroup),
        resource(
          SECURITY_GROUP_RULE,
          "old-rule",
          { type: "ingress", cidrBlocks: ["0.0.0.0/0"] },
          ofGroup,
        ),
        resource(
          SECURITY_GROUP_RULE,
          "out",
          { type: "egress", cidrBlocks: ["0.0.0.0/0"] },
          ofGroup,
        ),
      ),
    ),
    says: [
      'SecurityGroupRule "old-rule": cidrBlocks[0] is "0.0.0.0/0"; wanted: addresses of the network.',
      'SecurityGroupIngressRule "new-rule": cidrIpv6 is "::/0"; wanted: addresses of the network.',
    ],
  },
  { it: "accepts a group that lets nobody in", change: group },
]);
