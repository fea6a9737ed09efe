import type { Value } from "../graph.ts";
import { ACCOUNT_ID, hexId, lowerId, mixedId, uuid } from "../names.ts";
import { type AttributeTable, type Compute, given, type Registration } from "./registration.ts";

/** Components whose children only the engine knows (`@pulumi/awsx`), as far as programs read them. */
export const AWSX: AttributeTable = {
  "awsx:ec2:Vpc": vpc,
  "awsx:ec2:DefaultVpc": vpc,
  "awsx:lb:ApplicationLoadBalancer": balancer("app"),
  "awsx:lb:NetworkLoadBalancer": balancer("net"),
  "awsx:ecr:Repository": ({ name, region }) => component({ url: imageUrl(region, name) }),
  "awsx:ecr:Image": ({ name, region }) =>
    component({ imageUri: `${imageUrl(region, name)}:latest` }),
  "awsx:ecs:FargateService": ({ name, urn, region }) =>
    component({
      service: { name, id: `arn:aws:ecs:${region}:${ACCOUNT_ID}:service/${name}` },
      taskDefinition: {
        family: name,
        arn: `arn:aws:ecs:${region}:${ACCOUNT_ID}:task-definition/${hexId(urn, 8)}:1`,
      },
    }),
};

/** `@pulumi/random`, whose texts stay the same from run to run here as they do in a stack. */
export const RANDOM: AttributeTable = {
  "random:index/randomId:RandomId": (random) => {
    const bytes = Buffer.from(hexId(random.urn, 2 * number(random, "byteLength", 8)), "hex");
    const prefix = given(random, "prefix") ?? "";
    const hex = prefix + bytes.toString("hex");
    const b64Url = prefix + bytes.toString("base64url");
    const b64Std = prefix + bytes.toString("base64");
    return {
      id: bytes.toString("base64url"),
      outputs: { hex, b64Url, b64Std, dec: prefix + BigInt(`0x${bytes.toString("hex")}`) },
    };
  },
  "random:index/randomString:RandomString": randomText,
  "random:index/randomPassword:RandomPassword": randomText,
  "random:index/randomUuid:RandomUuid": ({ urn }) => ({
    id: uuid(urn),
    outputs: { result: uuid(urn) },
  }),
  "random:index/randomPet:RandomPet": (pet) => {
    const words = [given(pet, "prefix"), "steady", "heron", lowerId(pet.urn, 4)];
    return { id: words.filter(Boolean).join(given(pet, "separator") ?? "-"), outputs: {} };
  },
  "random:index/randomInteger:RandomInteger": (random) => {
    const [min, max] = [number(random, "min", 0), number(random, "max", 0)];
    const result = min + (Number.parseInt(hexId(random.urn, 12), 16) % (max - min + 1));
    return { id: String(result), outputs: { result } };
  },
};

function component(outputs: Readonly<Record<string, Value>>) {
  return { id: "", outputs };
}

function vpc({ urn }: Registration) {
  const subnets = (kind: string) =>
    [1, 2, 3].map((zone) => `subnet-0${hexId(`${urn} ${kind} ${zone}`, 16)}`);
  const vpcId = `vpc-0${hexId(urn, 16)}`;
  return component({
    vpcId,
    vpc: { id: vpcId, defaultSecurityGroupId: `sg-0${hexId(urn, 16)}` },
    publicSubnetIds: subnets("public"),
    privateSubnetIds: subnets("private"),
    isolatedSubnetIds: [],
  });
}

function balancer(kind: "app" | "net"): Compute {
  return ({ name, urn, region }) => {
    const arn = (type: string) =>
      `arn:aws:elasticloadbalancing:${region}:${ACCOUNT_ID}:${type}/${kind}/${name}/${hexId(urn, 16)}`;
    return component({
      vpcId: `vpc-0${hexId(urn, 16)}`,
      loadBalancer: {
        id: arn("loadbalancer"),
        arn: arn("loadbalancer"),
        dnsName: `${name}-${hexId(urn, 8)}.${region}.elb.amazonaws.com`,
        zoneId: "Z35SXDOTRQ7X7K",
      },
      defaultTargetGroup: { id: arn("targetgroup"), arn: arn("targetgroup") },
      listeners: [{ id: arn("listener"), arn: arn("listener") }],
    });
  };
}

function imageUrl(region: string, name: string): string {
  return `${ACCOUNT_ID}.dkr.ecr.${region}.amazonaws.com/${name.toLowerCase()}`;
}

function randomText(random: Registration) {
  const length = number(random, "length", 16);
  const text = mixedId(random.urn, Math.min(length, 64)).padEnd(length, mixedId(random.name, 64));
  return { id: random.type.endsWith("Password") ? "none" : text, outputs: { result: text } };
}

function number(registration: Registration, property: string, otherwise: number): number {
  const value = registration.inputs[property];
  return typeof value === "number" ? value : otherwise;
}
