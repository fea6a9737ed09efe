import { deepEqual, equal, rejects } from "node:assert/strict";
import * as cognito from "@pulumi/aws/cognito/index.js";
import * as sns from "@pulumi/aws/sns/index.js";
import * as sqs from "@pulumi/aws/sqs/index.js";
import * as ssm from "@pulumi/aws/ssm/index.js";
import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { named } from "./support/programs.ts";
import { recordProgram } from "./support/recording.ts";

class Layer extends pulumi.ComponentResource {
  readonly topic: sns.Topic;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("shop:events:Layer", name, {}, opts);
    this.topic = new sns.Topic(`${name}-topic`, {}, { parent: this });
    this.registerOutputs({ arn: this.topic.arn, token: pulumi.secret("s3cret") });
  }
}

class Outer extends pulumi.ComponentResource {
  constructor(name: string) {
    super("shop:events:Outer", name);
    new Layer(`${name}-inner`, { parent: this });
    this.registerOutputs();
  }
}

describe("record: names and order", () => {
  it("gives URNs as the engine does, with the types of all ancestors but the stack", async () => {
    const { resources } = await recordProgram(() => void new Outer("outer"));
    deepEqual(resources.map(({ urn }) => urn).sort(), [
      "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
      "urn:pulumi:dev::shop::shop:events:Outer$shop:events:Layer$aws:sns/topic:Topic::outer-inner-topic",
      "urn:pulumi:dev::shop::shop:events:Outer$shop:events:Layer::outer-inner",
      "urn:pulumi:dev::shop::shop:events:Outer::outer",
    ]);
  });

  it("gives each resource its parent, and the stack none", async () => {
    const { resources } = await recordProgram(() => void new Layer("layer"));
    const stack = named(resources, "shop-dev");
    equal(stack.parent, null);
    equal(named(resources, "layer").parent, stack.urn);
    equal(named(resources, "layer-topic").parent, named(resources, "layer").urn);
  });

  it("refuses a second resource with the same URN, with the engine's words", async () => {
    const program = () => {
      new sns.Topic("orders");
      new sns.Topic("orders");
    };
    await rejects(
      recordProgram(program),
      /Duplicate resource URN 'urn:pulumi:dev::shop::aws:sns\/topic:Topic::orders'; try giving it a unique name/,
    );
  });

  it("records dependencies, explicit ones and those through properties", async () => {
    const { resources } = await recordProgram(() => {
      const first = new sns.Topic("first");
      const second = new sns.Topic("second");
      new sns.TopicSubscription(
        "subscription",
        { topic: first.arn, protocol: "email", endpoint: "a@example.com" },
        { dependsOn: [second] },
      );
    });
    deepEqual(named(resources, "subscription").dependsOn, [
      named(resources, "first").urn,
      named(resources, "second").urn,
    ]);
  });

  it("records which input a dependency came through", async () => {
    const { resources } = await recordProgram(() => {
      const topic = new sns.Topic("topic");
      const filterPolicy = pulumi.jsonStringify({ from: [topic.name] });
      new sns.TopicSubscription("subscription", {
        topic: topic.arn,
        protocol: "email",
        endpoint: "a@example.com",
        filterPolicy,
      });
    });
    const { urn, propertyDependencies } = named(resources, "topic");
    equal(propertyDependencies, undefined);
    deepEqual(named(resources, "subscription").propertyDependencies, {
      topic: [urn],
      filterPolicy: [urn],
    });
  });

  it("records what guards a resource against deletion and change", async () => {
    const { resources } = await recordProgram(() => {
      new sns.Topic(
        "kept",
        {},
        { protect: true, retainOnDelete: true, ignoreChanges: ["displayName"] },
      );
      new sns.Topic("plain");
    });
    deepEqual(named(resources, "kept").options, {
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["displayName"],
    });
    equal(named(resources, "plain").options, undefined);
  });

  it("depends on a component's children where a component is named", async () => {
    const { resources } = await recordProgram(() => {
      const layer = new Layer("layer");
      new sns.Topic("after", {}, { dependsOn: layer });
    });
    deepEqual(named(resources, "after").dependsOn, [named(resources, "layer-topic").urn]);
  });

  it("keeps the outputs that a component registers", async () => {
    const { resources } = await recordProgram(() => void new Layer("layer"));
    const { outputs, secrets } = named(resources, "layer");
    deepEqual(outputs, { arn: named(resources, "layer-topic").id, token: "s3cret" });
    deepEqual(secrets, ["outputs/token"]);
  });

  it("records a resource that is referred to by its id", async () => {
    const { outputs } = await recordProgram(() => ({
      topic: new sns.Topic("topic", { name: "t" }).id,
    }));
    equal(outputs["topic"], "arn:aws:sns:us-east-1:123456789012:t");
  });
});

describe("record: regions", () => {
  const arnOf = async (program: () => sqs.Queue, config: Record<string, string> = {}) => {
    const { resources } = await recordProgram(() => void program(), { config });
    return named(resources, "queue").outputs["arn"];
  };

  it("takes the stack's region", async () => {
    const arn = await arnOf(() => new sqs.Queue("queue", { name: "q" }), {
      "aws:region": "eu-west-1",
    });
    equal(arn, "arn:aws:sqs:eu-west-1:123456789012:q");
  });

  it("takes the region of an explicit provider", async () => {
    const arn = await arnOf(() => {
      const provider = new Provider("west", { region: "us-west-2" });
      return new sqs.Queue("queue", { name: "q" }, { provider });
    });
    equal(arn, "arn:aws:sqs:us-west-2:123456789012:q");
  });

  it("takes the region that the resource states, over its provider's", async () => {
    const arn = await arnOf(() => {
      const provider = new Provider("west", { region: "us-west-2" });
      return new sqs.Queue("queue", { name: "q", region: "eu-north-1" }, { provider });
    });
    equal(arn, "arn:aws:sqs:eu-north-1:123456789012:q");
  });
});

describe("record: resources that exist already", () => {
  it("gives a resource that is read the id it is read by, in its attributes too", async () => {
    const { resources } = await recordProgram(
      () => void cognito.UserPool.get("pool", "us-east-1_Existing1"),
    );
    const pool = named(resources, "pool");
    equal(pool.id, "us-east-1_Existing1");
    equal(pool.outputs["endpoint"], "cognito-idp.us-east-1.amazonaws.com/us-east-1_Existing1");
  });

  it("gives an imported resource the id it is imported by", async () => {
    const { resources } = await recordProgram(
      () => void new cognito.UserPool("pool", {}, { import: "us-east-1_Existing2" }),
    );
    equal(named(resources, "pool").id, "us-east-1_Existing2");
  });
});

describe("record: transformations", () => {
  it("applies `transformations`", async () => {
    const { resources } = await recordProgram(() => {
      const transformations: pulumi.ResourceTransformation[] = [
        ({ props, opts }) => ({ props: { ...props, displayName: "changed" }, opts }),
      ];
      new sns.Topic("topic", {}, { transformations });
    });
    equal(named(resources, "topic").inputs["displayName"], "changed");
  });

  it("applies `transforms` of a parent to its children", async () => {
    const { resources } = await recordProgram(() => {
      const transforms: pulumi.ResourceTransform[] = [
        ({ props, opts }) => ({ props: { ...props, displayName: "changed" }, opts }),
      ];
      new Layer("layer", { transforms });
    });
    equal(named(resources, "layer-topic").inputs["displayName"], "changed");
  });

  it("applies transforms of the whole stack and keeps secrets secret", async () => {
    const { resources } = await recordProgram(() => {
      pulumi.runtime.registerResourceTransform(({ props, opts }) => ({
        props: { ...props, tags: { team: "shop" } },
        opts,
      }));
      new ssm.Parameter("parameter", { type: "String", value: pulumi.secret("hidden") });
    });
    const { inputs, secrets } = named(resources, "parameter");
    deepEqual(inputs["tags"], { team: "shop" });
    deepEqual([inputs["value"], secrets.includes("inputs/value")], ["hidden", true]);
  });
});
