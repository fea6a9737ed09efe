import { UNKNOWN } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { all, remove, set } from "../support/stack.ts";

describePolicy("fn-tracing", [
  {
    it: "refuses PassThrough",
    change: set("hello", { "tracingConfig.mode": "PassThrough" }),
    says: ['Function "hello": tracingConfig.mode is "PassThrough"; wanted: Active.'],
  },
  {
    it: "refuses the provider's default",
    change: set("hello", { tracingConfig: undefined }),
    says: [
      'Function "hello": tracingConfig.mode is not set, which means "PassThrough"; wanted: Active.',
    ],
  },
]);

const verbose = (property: string, level: string): Case => ({
  it: `refuses ${property} ${level}`,
  change: set("hello", { [property]: level }),
  says: [`Function "hello": ${property} is "${level}"; wanted: INFO, WARN, ERROR or FATAL.`],
});

describePolicy("fn-logging", [
  {
    it: "refuses the provider's default",
    change: set("hello", { loggingConfig: undefined }),
    says: [
      'Function "hello": loggingConfig.logFormat is not set, which means "Text"; wanted: JSON.',
    ],
  },
  {
    it: "refuses text",
    change: set("hello", { "loggingConfig.logFormat": "Text" }),
    says: ['Function "hello": loggingConfig.logFormat is "Text"; wanted: JSON.'],
  },
  verbose("loggingConfig.applicationLogLevel", "DEBUG"),
  verbose("loggingConfig.systemLogLevel", "TRACE"),
  {
    it: "accepts DEBUG in development",
    change: set("hello", { "loggingConfig.applicationLogLevel": "DEBUG" }),
    settings: { profile: "baseline" },
  },
]);

const WANTED = "the ARN of a queue or a topic";
const withoutQueue = remove("worker-events");

describePolicy("fn-dlq-async", [
  {
    it: "advises to keep the events of a bucket",
    change: withoutQueue,
    says: [`Function "worker": deadLetterConfig.targetArn is not set; wanted: ${WANTED}.`],
  },
  {
    it: "takes no event configuration without a destination for failures",
    change: set("worker-events", { destinationConfig: undefined }),
    says: [`Function "worker": deadLetterConfig.targetArn is not set; wanted: ${WANTED}.`],
  },
  {
    it: "accepts a queue that is not known yet",
    change: all(withoutQueue, set("worker", { "deadLetterConfig.targetArn": UNKNOWN })),
  },
  {
    it: "does not apply where the caller waits",
    change: set("bucket-permission", { principal: "apigateway.amazonaws.com" }),
    applies: false,
  },
]);
