import { hexId, lowerId, uuid } from "../names.ts";
import {
  arnResource,
  type AttributeTable,
  type Compute,
  given,
  globalArn,
  idOf,
  listed,
  nameOf,
  prefixedResource,
  regionalArn,
  type Registration,
} from "./registration.ts";
import type { Value } from "../graph.ts";

/** Names, certificates, networks and what balances or guards traffic. */
export const NETWORK: AttributeTable = {
  "aws:acm/certificate:Certificate": (certificate) => {
    const arn = idOf(
      certificate,
      regionalArn(certificate, "acm", `certificate/${uuid(certificate.urn)}`),
    );
    return {
      id: arn,
      outputs: { arn, status: "ISSUED", domainValidationOptions: validationOptions(certificate) },
    };
  },
  "aws:acm/certificateValidation:CertificateValidation": (validation) => ({
    id: given(validation, "certificateArn") ?? validation.name,
    outputs: {},
  }),
  "aws:route53/zone:Zone": (zone) => {
    const zoneId = idOf(zone, `Z${lowerId(zone.urn, 20).toUpperCase()}`);
    const nameServers = ["com", "net", "org", "co.uk"].map(
      (end, i) => `ns-${i}.awsdns-0${i}.${end}`,
    );
    return {
      id: zoneId,
      outputs: {
        name: given(zone, "name") ?? zone.name,
        zoneId,
        nameServers,
        arn: `arn:aws:route53:::hostedzone/${zoneId}`,
        primaryNameServer: nameServers[0] ?? "",
      },
    };
  },
  "aws:route53/record:Record": (record) => {
    const name = given(record, "name") ?? record.name;
    return {
      id: `${given(record, "zoneId")}_${name}_${given(record, "type")}`,
      outputs: { name, fqdn: name },
    };
  },
  "aws:wafv2/webAcl:WebAcl": (acl) => webArn(acl, "webacl", { capacity: 1 }),
  "aws:wafv2/ipSet:IpSet": (set) => webArn(set, "ipset", {}),
  "aws:cloudfront/distribution:Distribution": (distribution) => {
    const id = idOf(distribution, `E${lowerId(distribution.urn, 13).toUpperCase()}`);
    return {
      id,
      outputs: {
        arn: globalArn("cloudfront", `distribution/${id}`),
        domainName: `d${lowerId(distribution.urn, 13)}.cloudfront.net`,
        hostedZoneId: "Z2FDTNDATAQYW2",
        etag: hexId(distribution.urn, 14),
        status: "Deployed",
      },
    };
  },
  "aws:ec2/vpc:Vpc": prefixedResource("vpc", "vpc", ({ urn }) => ({
    mainRouteTableId: `rtb-0${hexId(urn, 16)}`,
    defaultRouteTableId: `rtb-0${hexId(urn, 16)}`,
    defaultSecurityGroupId: `sg-0${hexId(urn, 16)}`,
    defaultNetworkAclId: `acl-0${hexId(urn, 16)}`,
  })),
  "aws:ec2/subnet:Subnet": prefixedResource("subnet", "subnet"),
  "aws:ec2/securityGroup:SecurityGroup": prefixedResource("sg", "security-group", (group) => ({
    name: given(group, "name") ?? nameOf({ ...group, givenId: undefined }),
  })),
  "aws:ec2/internetGateway:InternetGateway": prefixedResource("igw", "internet-gateway"),
  "aws:ec2/routeTable:RouteTable": prefixedResource("rtb", "route-table"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": prefixedResource("vpce", "vpc-endpoint"),
  "aws:ec2/natGateway:NatGateway": (gateway) => ({
    id: idOf(gateway, `nat-0${hexId(gateway.urn, 16)}`),
    outputs: { publicIp: publicIp(gateway) },
  }),
  "aws:ec2/eip:Eip": (eip) => {
    const id = idOf(eip, `eipalloc-0${hexId(eip.urn, 16)}`);
    return { id, outputs: { allocationId: id, publicIp: publicIp(eip) } };
  },
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:alb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:lb/listener:Listener": listener,
  "aws:alb/listener:Listener": listener,
  "aws:lb/targetGroup:TargetGroup": arnResource("elasticloadbalancing", "targetgroup/"),
  "aws:alb/targetGroup:TargetGroup": arnResource("elasticloadbalancing", "targetgroup/"),
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": namespace("ns"),
  "aws:servicediscovery/httpNamespace:HttpNamespace": namespace("ns"),
  "aws:servicediscovery/service:Service": namespace("srv"),
  "aws:servicediscovery/instance:Instance": (instance) => ({
    id: given(instance, "instanceId") ?? instance.name,
    outputs: {},
  }),
};

/** The record that proves each of the certificate's names; AWS makes one for each distinct name. */
function validationOptions(certificate: Registration): Value[] {
  const names = [
    certificate.inputs["domainName"],
    ...listed(certificate, "subjectAlternativeNames"),
  ];
  return [...new Set(names.map(String))].map((domainName) => ({
    domainName,
    resourceRecordName: `_${hexId(domainName, 32)}.${domainName.replace(/^\*\./, "")}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${hexId(`value ${domainName}`, 32)}.acm-validations.aws.`,
  }));
}

function webArn(registration: Registration, kind: string, more: Readonly<Record<string, Value>>) {
  const id = idOf(registration, uuid(registration.urn));
  const name = given(registration, "name") ?? nameOf({ ...registration, givenId: undefined });
  const scope = given(registration, "scope") === "CLOUDFRONT" ? "global" : "regional";
  const arn = regionalArn(registration, "wafv2", `${scope}/${kind}/${name}/${id}`);
  return { id, outputs: { name, arn, ...more } };
}

function loadBalancer(registration: Registration) {
  const name = given(registration, "name") ?? nameOf({ ...registration, givenId: undefined });
  const kind = given(registration, "loadBalancerType") === "network" ? "net" : "app";
  const arnSuffix = `${kind}/${name}/${hexId(registration.urn, 16)}`;
  const made = regionalArn(registration, "elasticloadbalancing", `loadbalancer/${arnSuffix}`);
  const arn = idOf(registration, made);
  const dnsName = `${name}-${hexId(registration.urn, 8)}.${registration.region}.elb.amazonaws.com`;
  return { id: arn, outputs: { name, arn, arnSuffix, dnsName, zoneId: "Z35SXDOTRQ7X7K" } };
}

/** A listener's ARN goes on where that of its load balancer ends. */
function listener(registration: Registration) {
  const balancer = given(registration, "loadBalancerArn") ?? "";
  const path = /:loadbalancer\/(.+)$/.exec(balancer)?.[1] ?? `app/${registration.name}`;
  const suffix = `listener/${path}/${hexId(registration.urn, 16)}`;
  const arn = idOf(registration, regionalArn(registration, "elasticloadbalancing", suffix));
  return { id: arn, outputs: { arn } };
}

function namespace(prefix: "ns" | "srv"): Compute {
  return (registration) => {
    const id = idOf(registration, `${prefix}-${lowerId(registration.urn, 16)}`);
    const kind = prefix === "ns" ? "namespace" : "service";
    return { id, outputs: { arn: regionalArn(registration, "servicediscovery", `${kind}/${id}`) } };
  };
}

/** An address of the range that is reserved for documentation (RFC 5737). */
function publicIp({ urn }: Registration): string {
  return `203.0.113.${Number.parseInt(hexId(urn, 2), 16)}`;
}
