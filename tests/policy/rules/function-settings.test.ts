import { FUNCTION, INTEGRATION } from "../../../policy/types.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { add, all, remove, resource, set } from "../support/stack.ts";

const outdated = (runtime: string, wanted: string): Case => ({
  it: `refuses ${runtime}`,
  change: set("hello", { runtime }),
  says: [`Function "hello": runtime is "${runtime}"; wanted: ${wanted}.`],
});

const current = (runtime: string): Case => ({
  it: `accepts ${runtime}`,
  change: set("hello", { runtime }),
});

describePolicy("fn-runtime", [
  outdated("nodejs20.x", "nodejs22.x or later"),
  outdated("nodejs", "a supported runtime"),
  outdated("nodejs4.3-edge", "nodejs22.x or later"),
  outdated("python2.7", "python3.11 or later"),
  outdated("python3.9", "python3.11 or later"),
  outdated("dotnetcore3.1", "a supported runtime"),
  outdated("go1.x", "a supported runtime"),
  outdated("java8", "java11 or later"),
  outdated("provided.al2", "a supported runtime"),
  {
    it: "refuses an archive without a runtime",
    change: set("hello", { runtime: undefined }),
    says: ['Function "hello": runtime is not set; wanted: a supported runtime.'],
  },
  {
    it: "refuses a runtime that is no text",
    change: set("hello", { runtime: 24 }),
    says: ['Function "hello": runtime is 24; wanted: a text.'],
  },
  current("nodejs26.x"),
  current("python3.11"),
  current("java8.al2"),
  current("java25"),
  current("ruby3.4"),
  current("provided.al2023"),
  {
    it: "does not apply to images",
    change: all(
      remove("pre-token"),
      set("hello", { runtime: undefined, packageType: "Image" }),
      set("worker", { runtime: undefined, imageUri: "1.dkr.ecr.eu-west-1.amazonaws.com/app:1" }),
    ),
    applies: false,
  },
]);

const behindApi = add(
  resource(INTEGRATION, "hello-integration", {}, { integrationUri: [FUNCTION, "hello"] }),
);

describePolicy("fn-timeout", [
  {
    it: "refuses the provider's default",
    change: set("worker", { timeout: undefined }),
    says: ['Function "worker": timeout is not set, which means 3; wanted: 5 or more seconds.'],
  },
  {
    it: "refuses 4 s",
    change: all(behindApi, set("hello", { timeout: 4 })),
    says: ['Function "hello": timeout is 4; wanted: 5 to 29 seconds.'],
  },
  {
    it: "refuses 30 s behind an API",
    change: all(behindApi, set("hello", { timeout: 30 })),
    says: ['Function "hello": timeout is 30; wanted: 5 to 29 seconds.'],
  },
  { it: "accepts 29 s behind an API", change: all(behindApi, set("hello", { timeout: 29 })) },
  { it: "accepts 15 minutes elsewhere", change: set("worker", { timeout: 900 }) },
]);

describePolicy("fn-memory", [
  {
    it: "advises against the provider's default",
    change: set("hello", { memorySize: undefined }),
    says: ['Function "hello": memorySize is not set, which means 128; wanted: 256 or more.'],
  },
  {
    it: "advises against 255 MB",
    change: set("hello", { memorySize: 255 }),
    says: ['Function "hello": memorySize is 255; wanted: 256 or more.'],
  },
]);

describePolicy("fn-description", [
  {
    it: "advises to describe",
    change: set("hello", { description: undefined }),
    says: ['Function "hello": description is not set; wanted: what the function does.'],
  },
  {
    it: "takes no blank",
    change: set("hello", { description: " " }),
    says: ['Function "hello": description is " "; wanted: what the function does.'],
  },
]);

describePolicy("fn-concurrency", [
  {
    it: "advises against the provider's default",
    change: set("hello", { reservedConcurrentExecutions: undefined }),
    says: [
      'Function "hello": reservedConcurrentExecutions is not set, which means -1; wanted: 1 or more.',
    ],
  },
  {
    it: "advises against 0, which switches the function off",
    change: set("hello", { reservedConcurrentExecutions: 0 }),
    says: ['Function "hello": reservedConcurrentExecutions is 0; wanted: 1 or more.'],
  },
]);
