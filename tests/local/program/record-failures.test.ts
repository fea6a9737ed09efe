import { deepEqual, equal, rejects } from "node:assert/strict";
import * as sns from "@pulumi/aws/sns/index.js";
import * as pulumi from "@pulumi/pulumi";
import { named } from "./support/programs.ts";
import { recordProgram } from "./support/recording.ts";

class Broken extends pulumi.ComponentResource {
  constructor(name: string) {
    super("shop:x:Broken", name);
    throw new Error("broken in a component");
  }
}

/** Where a program can fail, and how. */
const FAILURES: Readonly<Record<string, () => unknown>> = {
  "at its top level": () => {
    throw new Error("boom");
  },
  "in an async function": async () => {
    await Promise.resolve();
    throw new Error("boom");
  },
  "inside an apply": () => {
    new sns.Topic("topic").arn.apply(() => {
      throw new Error("boom");
    });
  },
  "inside an apply of a stack output": () => ({
    arn: new sns.Topic("topic").arn.apply((): string => {
      throw new Error("boom");
    }),
  }),
  "with a rejected promise as a stack output": () => ({ arn: Promise.reject(new Error("boom")) }),
  "with a promise that nobody awaits": () => void Promise.reject(new Error("boom")),
};

describe("record: a program that fails", () => {
  for (const [place, program] of Object.entries(FAILURES)) {
    it(`rejects with the program's own error ${place}`, async () => {
      await rejects(recordProgram(program), { message: "boom" });
    });
  }

  it("names the property whose promise was rejected", async () => {
    const displayName = () => Promise.reject(new Error("boom"));
    await rejects(
      recordProgram(() => void new sns.Topic("topic", { displayName: displayName() })),
      {
        message: 'error serializing property "displayName": boom',
      },
    );
  });

  it("rejects with the error of a component's constructor", async () => {
    await rejects(
      recordProgram(() => void new Broken("x")),
      { message: "broken in a component" },
    );
  });

  it("leaves the next recording in the same process alone", async () => {
    const failing = () => {
      new sns.Topic("leftover");
      throw new Error("boom");
    };
    await rejects(recordProgram(failing), { message: "boom" });
    const { resources } = await recordProgram(() => void new sns.Topic("topic"));
    deepEqual(resources.map(({ name }) => name).sort(), ["shop-dev", "topic"]);
  });

  it("gives back the process's listeners for unhandled rejections", async () => {
    const before = process.listeners("unhandledRejection");
    await recordProgram(() => undefined);
    deepEqual(process.listeners("unhandledRejection"), before);
  });

  it("gives the same recording twice in one process", async () => {
    const program = () => {
      const topic = new sns.Topic("topic");
      return { arn: topic.arn };
    };
    deepEqual(await recordProgram(program), await recordProgram(program));
  });

  it("keeps the configuration of one recording out of the next", async () => {
    const read = () => ({ value: new pulumi.Config().get("value") ?? "none" });
    const first = await recordProgram(read, { config: { "shop:value": "first" } });
    const second = await recordProgram(read);
    deepEqual([first.outputs["value"], second.outputs["value"]], ["first", "none"]);
  });
});

describe("record: what programs ask the SDK for", () => {
  it("answers project, stack and organization", async () => {
    const { outputs } = await recordProgram(() => ({
      project: pulumi.getProject(),
      stack: pulumi.getStack(),
      organization: pulumi.getOrganization(),
    }));
    deepEqual(outputs, { project: "shop", stack: "dev", organization: "organization" });
  });

  it("hands configuration over: texts, objects, secrets", async () => {
    const config = { "shop:name": "n", "shop:limits": '{"rate":5}', "shop:password": "p" };
    const { resources, outputs } = await recordProgram(
      () => {
        const settings = new pulumi.Config();
        return {
          name: settings.require("name"),
          rate: settings.requireObject<{ rate: number }>("limits").rate,
          password: settings.requireSecret("password"),
        };
      },
      { config, secretKeys: ["shop:password"] },
    );
    deepEqual(outputs, { name: "n", rate: 5, password: "[secret]" });
    equal(named(resources, "shop-dev").outputs["password"], "p");
  });

  it("names the missing key as Pulumi does", async () => {
    await rejects(
      recordProgram(() => new pulumi.Config().require("name")),
      /Missing required configuration variable 'shop:name'/,
    );
  });

  it("prints log lines and goes on", async () => {
    const { resources } = await recordProgram(async () => {
      await pulumi.log.debug("detail");
      new sns.Topic("topic");
    });
    equal(named(resources, "topic").name, "topic");
  });

  it("accepts resource hooks, which have nothing to run around", async () => {
    const { resources } = await recordProgram(() => {
      const hook = new pulumi.ResourceHook("note", () => undefined);
      new sns.Topic("topic", {}, { hooks: { beforeCreate: [hook] } });
    });
    equal(named(resources, "topic").name, "topic");
  });

  it("reads a StackReference's outputs from the configuration", async () => {
    const { outputs } = await recordProgram(
      () => {
        const network = new pulumi.StackReference("acme/network/dev");
        return { vpc: network.requireOutput("vpcId") };
      },
      { config: { "stack:acme/network/dev": '{"vpcId":"vpc-1"}' } },
    );
    equal(outputs["vpc"], "vpc-1");
  });

  it("says how to give a StackReference's outputs that it does not know", async () => {
    await rejects(
      recordProgram(() => void new pulumi.StackReference("acme/network/dev")),
      /StackReference "acme\/network\/dev": the outputs of another stack are not known on this machine.*--config 'stack:acme\/network\/dev=/,
    );
  });
});
