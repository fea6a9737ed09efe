import assert from "node:assert/strict";
import { CreationError } from "../../../local/program/creation-error.ts";
import { FunctionLogs } from "../../../local/functions/logs.ts";
import { createFunctionPool } from "../../../local/functions/pool.ts";
import type { Properties } from "../../../local/program/graph.ts";
import { graphOf, resource } from "../gateway/support/graph.ts";

/** Makes the pool of a function; nothing is started or unpacked before its first event. */
function create(inputs: Properties): void {
  createFunctionPool({
    graph: graphOf(resource("aws:lambda/function:Function", "fn", "fn", inputs)),
    logs: new FunctionLogs(),
    directory: "/nowhere",
    runtimePackages: [],
    hosts: () => ({}),
    environment: {},
  });
}

const variables = (values: Readonly<Record<string, string>>) => ({
  environment: { variables: values },
});

describe("what Lambda refuses when a function is created", () => {
  const refused: readonly (readonly [string, Properties, string])[] = [
    [
      "a variable that Lambda sets",
      variables({ AWS_REGION: "eu-west-1", TABLE: "orders", _HANDLER: "x" }),
      "Reserved keys used in this request: AWS_REGION, _HANDLER",
    ],
    ["a variable with a hyphen", variables({ "A-B": "1" }), 'environment.variables "A-B"'],
    ["a variable of one letter", variables({ A: "1" }), 'environment.variables "A"'],
    [
      "more than 4 KB of variables",
      variables({ LARGE: "x".repeat(4_092) }),
      "exceeded the 4KB limit",
    ],
    ["a timeout of 0", { timeout: 0 }, "timeout 0"],
    ["a timeout of 901 seconds", { timeout: 901 }, "timeout 901"],
    ["127 MB", { memorySize: 127 }, "memorySize 127"],
    [
      "a runtime that there is not",
      { runtime: "nodejs99.x" },
      "Value nodejs99.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set.",
    ],
    ["a runtime of no language", { runtime: "foo" }, 'runtime "foo"'],
    [
      "a runtime with which functions are not made any more",
      { runtime: "nodejs12.x" },
      "The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions.",
    ],
  ];
  for (const [what, inputs, part] of refused) {
    it(`H296: ${what}`, () => {
      assert.throws(
        () => create(inputs),
        (error: unknown) => {
          assert.ok(error instanceof CreationError);
          assert.deepEqual([error.code, error.resource], ["InvalidParameterValueException", "fn"]);
          assert.ok(error.message.includes(part), error.message);
          return true;
        },
      );
    });
  }

  const accepted: readonly (readonly [string, Properties])[] = [
    ["4 KB of variables", variables({ LARGE: "x".repeat(4_091) })],
    [
      "names that AWS leaves to the function",
      variables({ TZ: "UTC", AWS_ENDPOINT_URL: "http://x", NODE_OPTIONS: "" }),
    ],
    ["15 minutes and 10,240 MB", { timeout: 900, memorySize: 10_240 }],
    ["a current runtime", { runtime: "nodejs24.x" }],
    ["a deprecated runtime that functions may still be made with", { runtime: "nodejs20.x" }],
    ["another language", { runtime: "python3.14" }],
    ["a container image", { packageType: "Image", imageUri: "111122223333.dkr.ecr/a:1" }],
  ];
  for (const [what, inputs] of accepted) {
    it(`accepts ${what}`, () => {
      assert.doesNotThrow(() => create(inputs));
    });
  }
});
