import type { Finding, Resource } from "../resource.ts";
import type { Rule, StackContext } from "../rule.ts";
import {
  SECURITY_GROUP,
  SECURITY_GROUP_INGRESS_RULE,
  SECURITY_GROUP_RULE,
  VPC_LINK,
} from "../types.ts";
import { countDifferent, isList, type Path, within } from "../values.ts";

/** Everybody's addresses. */
const ANYWHERE = new Set(["0.0.0.0/0", "::/0"]);
const NARROW = "addresses of the network";

export const VPC_LINK_RULES: readonly Rule[] = [
  {
    id: "vpclink-multi-az",
    scope: "stack",
    types: [VPC_LINK],
    description:
      "A VPC link has two subnets or more, and a security group that is closed to the world.",
    why: "With one subnet the API goes down with its zone, and nothing but the API has business with the link.",
    remedy: "Name subnets of two zones, and a security group that lets nothing in from outside.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks.html",
    checks: [
      function* (link) {
        const subnets = link.value("subnetIds");
        const count = isList(subnets) ? countDifferent(subnets) : 0;
        if (count < 2) yield link.violation("subnetIds", "subnets of two zones");
      },
      function* (link) {
        const groups = link.value("securityGroupIds");
        const isGiven = isList(groups) && groups.length > 0;
        if (!isGiven) yield link.violation("securityGroupIds", "a security group");
      },
      function* (link, context) {
        for (const group of context.stack.targets(link, "securityGroupIds", SECURITY_GROUP)) {
          yield* openingsOf(group, context);
        }
      },
    ],
  },
];

/** What lets everybody in: within the group, and in the two kinds of resources beside it. */
function* openingsOf(group: Resource, { stack }: StackContext): Iterable<Finding> {
  for (const { path } of group.items("ingress")) {
    yield* openLists(group, within(path, "cidrBlocks"), within(path, "ipv6CidrBlocks"));
  }
  for (const rule of stack.sources(group, SECURITY_GROUP_RULE, "securityGroupId")) {
    if (rule.text("type") === "ingress") yield* openLists(rule, "cidrBlocks", "ipv6CidrBlocks");
  }
  for (const rule of stack.sources(group, SECURITY_GROUP_INGRESS_RULE, "securityGroupId")) {
    for (const property of ["cidrIpv4", "cidrIpv6"]) {
      if (ANYWHERE.has(rule.text(property))) yield rule.violation(property, NARROW);
    }
  }
}

function* openLists(resource: Resource, ...paths: readonly Path[]): Iterable<Finding> {
  for (const { path, value } of paths.flatMap((list) => resource.texts(list))) {
    if (ANYWHERE.has(value)) yield resource.violation(path, NARROW);
  }
}
