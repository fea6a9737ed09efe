import { describePolicy } from "../support/cases.ts";
import { all, remove, set } from "../support/stack.ts";

const TIMEOUT = 'Integration "integration": timeoutMilliseconds';

describePolicy("integ-payload-v2", [
  {
    it: "refuses the provider's default",
    change: set("integration", { payloadFormatVersion: undefined }),
    says: [
      'Integration "integration": payloadFormatVersion is not set, which means "1.0"; wanted: 2.0.',
    ],
  },
  {
    it: "refuses payload 1.0",
    change: set("integration", { payloadFormatVersion: "1.0" }),
    says: ['Integration "integration": payloadFormatVersion is "1.0"; wanted: 2.0.'],
  },
  {
    it: "does not apply to other services, backends and WebSocket APIs, which have 1.0 alone (H132)",
    change: set("integration", { integrationSubtype: "SQS-SendMessage" }),
    applies: false,
  },
]);

describePolicy("integ-timeout", [
  {
    it: "refuses to give up before the function does",
    change: set("integration", { timeoutMilliseconds: 9_000 }),
    says: [`${TIMEOUT} is 9000; wanted: 10000 or more, as "hello" may take.`],
  },
  {
    it: "refuses less than the provider's default function timeout of 3 s",
    change: all(
      set("hello", { timeout: undefined }),
      set("integration", { timeoutMilliseconds: 2_000 }),
    ),
    says: [`${TIMEOUT} is 2000; wanted: 3000 or more, as "hello" may take.`],
  },
  {
    it: "refuses a function that takes longer than any API waits, at the function",
    change: set("hello", { timeout: 180 }),
    says: ['Function "hello": timeout is 180; wanted: 30 or less behind an API.'],
  },
  {
    it: "refuses more than an HTTP API waits",
    change: set("integration", { timeoutMilliseconds: 31_000 }),
    says: [`${TIMEOUT} is 31000; wanted: 50 to 30000.`],
  },
  {
    it: "accepts the provider's default of 30 s",
    change: set("integration", { timeoutMilliseconds: undefined }),
  },
  { it: "accepts a function from outside the stack", change: remove("hello") },
]);
