import { deepEqual, equal, match } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as acm from "@pulumi/aws/acm/index.js";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2/index.js";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones.js";
import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity.js";
import { getPartitionOutput } from "@pulumi/aws/getPartition.js";
import { getRegion, getRegionOutput } from "@pulumi/aws/getRegion.js";
import * as iam from "@pulumi/aws/iam/index.js";
import { Provider } from "@pulumi/aws/provider.js";
import * as sns from "@pulumi/aws/sns/index.js";
import * as sqs from "@pulumi/aws/sqs/index.js";
import * as pulumi from "@pulumi/pulumi";
import { ATTRIBUTES, computeAttributes } from "../../../local/program/aws-attributes.ts";
import type { Registration } from "../../../local/program/aws/registration.ts";
import { HOME, named } from "./support/programs.ts";
import { recordProgram } from "./support/recording.ts";

const AWS = join(HOME, "node_modules", "@pulumi", "aws");

/** Inputs with which optional attributes are computed too. */
const INPUTS = { streamEnabled: true, generateSecret: true, scopes: [], byteLength: 4, length: 12 };

function registration(type: string, inputs: Registration["inputs"] = INPUTS): Registration {
  const [name, region] = ["thing", "us-east-1"];
  const urn = `urn:pulumi:dev::shop::${type}::${name}`;
  return {
    type,
    name,
    urn,
    region,
    inputs,
    givenId: undefined,
    find: () => undefined,
    addressOf: undefined,
  };
}

/** The class declaration of a type of `@pulumi/aws`. */
function declaration(type: string): string {
  const file = join(AWS, `${type.split(":")[1]}.d.ts`);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

describe("attributes that AWS computes", () => {
  for (const type of Object.keys(ATTRIBUTES).filter((each) => each.startsWith("aws:"))) {
    it(`exist on the class of ${type}`, async () => {
      const { outputs } = await computeAttributes(registration(type), false);
      const text = declaration(type);
      const unknown = Object.keys(outputs).filter(
        (name) => !text.includes(`readonly ${name}: pulumi.Output<`),
      );
      deepEqual(unknown, []);
    });
  }

  it("are the same from run to run, and different for different URNs", async () => {
    const type = "aws:cognito/userPool:UserPool";
    const [first, again] = [
      await computeAttributes(registration(type), false),
      await computeAttributes(registration(type), false),
    ];
    deepEqual(first, again);
    const other = await computeAttributes({ ...registration(type), urn: "urn:other" }, false);
    equal(other.id === first.id, false);
  });

  it("have the shapes of AWS's ids", async () => {
    const idOf = async (type: string) => (await computeAttributes(registration(type), false)).id;
    match(await idOf("aws:cognito/userPool:UserPool"), /^us-east-1_[A-Za-z0-9]{9}$/);
    match(await idOf("aws:cognito/userPoolClient:UserPoolClient"), /^[a-z0-9]{26}$/);
    match(
      await idOf("aws:cognito/identityPool:IdentityPool"),
      /^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    match(await idOf("aws:apigatewayv2/api:Api"), /^[a-z0-9]{10}$/);
    const balancer = (
      await computeAttributes(registration("aws:lb/loadBalancer:LoadBalancer"), false)
    ).id;
    const listener = registration("aws:lb/listener:Listener", { loadBalancerArn: balancer });
    match(
      String((await computeAttributes(listener, false)).outputs["arn"]),
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:listener\/app\/thing-[0-9a-f]{7}\/[0-9a-f]{16}\/[0-9a-f]{16}$/,
    );
    match(await idOf("aws:ec2/vpc:Vpc"), /^vpc-0[0-9a-f]{16}$/);
    match(
      await idOf("aws:sqs/queue:Queue"),
      /^https:\/\/sqs\.us-east-1\.amazonaws\.com\/123456789012\/thing-/,
    );
  });

  it("give an unknown type a name and an ARN, and another provider's type an id only", async () => {
    const known = await computeAttributes(registration("aws:glue/job:Job", { name: "etl" }), false);
    deepEqual(known.outputs, {
      region: "us-east-1",
      arn: "arn:aws:glue:us-east-1:123456789012:job/etl",
    });
    const foreign = await computeAttributes(registration("acme:x/y:Z", {}), false);
    deepEqual(foreign.outputs, {});
  });

  it("let a stage's address follow its API's", async () => {
    const { resources } = await recordProgram(
      () => {
        const api = new apigatewayv2.Api("api", { protocolType: "HTTP" });
        new apigatewayv2.Stage("default", { apiId: api.id, name: "$default" });
        new apigatewayv2.Stage("v1", { apiId: api.id, name: "v1" });
      },
      { addressOf: () => "http://127.0.0.1:3000" },
    );
    equal(named(resources, "api").outputs["apiEndpoint"], "http://127.0.0.1:3000");
    equal(named(resources, "default").outputs["invokeUrl"], "http://127.0.0.1:3000/");
    equal(named(resources, "v1").outputs["invokeUrl"], "http://127.0.0.1:3000/v1");
  });

  it("keep AWS's address where nothing stands for an API", async () => {
    const { resources } = await recordProgram(() => {
      new apigatewayv2.Api("api", { protocolType: "HTTP" });
    });
    const { id, outputs } = named(resources, "api");
    equal(outputs["apiEndpoint"], `https://${id}.execute-api.us-east-1.amazonaws.com`);
  });

  it("list a certificate's proof for each of its names", async () => {
    const { outputs } = await recordProgram(() => {
      const certificate = new acm.Certificate("certificate", {
        domainName: "example.com",
        subjectAlternativeNames: ["*.example.com", "example.com"],
      });
      return {
        names: certificate.domainValidationOptions.apply((all) => all.map((one) => one.domainName)),
      };
    });
    deepEqual(outputs["names"], ["example.com", "*.example.com"]);
  });
});

describe("functions of the provider", () => {
  it("answer who calls, and from where", async () => {
    const { outputs } = await recordProgram(
      async () => {
        const [caller, region] = [await getCallerIdentity(), await getRegion()];
        const zones = getAvailabilityZonesOutput();
        return {
          account: caller.accountId,
          region: region.region,
          partition: getPartitionOutput().partition,
          zones: zones.names,
        };
      },
      { config: { "aws:region": "eu-west-1" } },
    );
    deepEqual(outputs, {
      account: "123456789012",
      region: "eu-west-1",
      partition: "aws",
      zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    });
  });

  it("answer for the region of their provider, or of their parent's, or for the one that they state", async () => {
    const { outputs } = await recordProgram(() => {
      const provider = new Provider("west", { region: "us-west-2" });
      const parent = new pulumi.ComponentResource(
        "test:Site",
        "site",
        {},
        { providers: { aws: provider } },
      );
      return {
        ofProvider: getRegionOutput({}, { provider }).region,
        ofParent: getRegionOutput({}, { parent }).region,
        stated: getRegionOutput({ region: "eu-north-1" }, { provider }).region,
        zones: getAvailabilityZonesOutput({}, { provider }).names,
        none: getRegionOutput().region,
      };
    });
    deepEqual(outputs, {
      ofProvider: "us-west-2",
      ofParent: "us-west-2",
      stated: "eu-north-1",
      zones: ["us-west-2a", "us-west-2b", "us-west-2c"],
      none: "us-east-1",
    });
  });

  it("write a policy document, with outputs among its statements", async () => {
    const { outputs } = await recordProgram(() => {
      const queue = new sqs.Queue("queue", { name: "q" });
      const document = iam.getPolicyDocumentOutput({
        statements: [
          {
            actions: ["sqs:SendMessage"],
            resources: [queue.arn],
            principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
            conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] }],
          },
        ],
      });
      return { policy: document.json.apply((text): unknown => JSON.parse(text)) };
    });
    deepEqual(outputs["policy"], {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sqs:SendMessage",
          Resource: "arn:aws:sqs:us-east-1:123456789012:q",
          Principal: { Service: "events.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "1" } },
        },
      ],
    });
  });

  it("return their arguments where nothing is known", async () => {
    const { outputs } = await recordProgram(() => ({
      name: sns.getTopicOutput({ name: "orders" }).name,
    }));
    deepEqual(outputs, { name: "orders" });
  });
});

type Make<Outputs> = new (name: string, args?: object) => Outputs;

/** As much of awsx as is looked at: its own declarations name half of AWS and would slow every type check. */
interface Awsx {
  readonly ec2: {
    readonly Vpc: Make<{
      readonly vpcId: pulumi.Output<string>;
      readonly publicSubnetIds: pulumi.Output<string[]>;
      readonly privateSubnetIds: pulumi.Output<string[]>;
    }>;
  };
  readonly lb: {
    readonly ApplicationLoadBalancer: Make<{
      readonly loadBalancer: { readonly dnsName: pulumi.Output<string> };
    }>;
  };
}

describe("components of awsx", () => {
  it("tell what programs read of them", async () => {
    const { outputs } = await recordProgram(async () => {
      const { ec2, lb } = createRequire(import.meta.url)("@pulumi/awsx") as Awsx;
      const vpc = new ec2.Vpc("vpc");
      const balancer = new lb.ApplicationLoadBalancer("web", { subnetIds: vpc.publicSubnetIds });
      return {
        vpc: vpc.vpcId.apply((id) => /^vpc-0[0-9a-f]{16}$/.test(id)),
        subnets: pulumi.output(vpc.privateSubnetIds).apply((ids) => ids.length),
        host: balancer.loadBalancer.dnsName.apply((name) => name.replace(/-[0-9a-f]{8}\./, "-X.")),
      };
    });
    deepEqual(outputs, { vpc: true, subnets: 3, host: "web-X.us-east-1.elb.amazonaws.com" });
  });
});
