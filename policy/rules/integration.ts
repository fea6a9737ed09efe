import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { FUNCTION, INTEGRATION } from "../types.ts";
import { isWebSocket } from "./protocol.ts";

const TIMEOUT = "timeoutMilliseconds";
/** What API Gateway takes for HTTP APIs, in milliseconds; the longest is its default. */
const SHORTEST = 50;
const LONGEST = 30_000;
const TOO_LONG = "30 or less behind an API";
const SHORTEN =
  "Set the function's timeout to 29 seconds or less, and leave longer work to a queue.";
const REFERENCE =
  "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html";

/** Whether it calls a function; with a subtype it calls another service of AWS. */
const isLambda = (integration: Resource): boolean =>
  integration.text("integrationType") === "AWS_PROXY" && !integration.has("integrationSubtype");

export const INTEGRATION_RULES: readonly Rule[] = [
  {
    id: "integ-payload-v2",
    scope: "stack",
    types: [INTEGRATION],
    description: "Functions behind an HTTP API get events of payload format 2.0.",
    why: "A handler of one format finds claims, cookies and paths of the other in the wrong place, or not at all.",
    remedy: 'Set payloadFormatVersion to "2.0".',
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: REFERENCE,
    // WebSocket APIs have format 1.0 alone, so one resource is not enough, and nothing can be written in.
    applies: (integration, context) => isLambda(integration) && !isWebSocket(integration, context),
    checks: [
      function* (integration) {
        const property = "payloadFormatVersion";
        const version = integration.text(property, "1.0");
        if (version !== "2.0") yield integration.violation(property, "2.0");
      },
    ],
  },
  {
    id: "integ-timeout",
    scope: "stack",
    types: [INTEGRATION],
    description:
      "An integration waits as long as its function may take, and no longer than 30 seconds.",
    why: "A gateway that gives up first answers with an error while the function goes on, and the caller tries again.",
    remedy: "Set timeoutMilliseconds to the function's timeout and a second more.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference: REFERENCE,
    applies: isLambda,
    checks: [
      function* (integration) {
        const timeout = integration.number(TIMEOUT, LONGEST);
        const isTaken = timeout >= SHORTEST && timeout <= LONGEST;
        if (!isTaken) yield integration.violation(TIMEOUT, `${SHORTEST} to ${LONGEST}`);
      },
      function* (integration, { stack }) {
        const timeout = integration.number(TIMEOUT, LONGEST);
        for (const lambda of stack.targets(integration, "integrationUri", FUNCTION)) {
          const least = lambda.number("timeout", 3) * 1000;
          const wanted = `${least} or more, as "${lambda.facts.name}" may take`;
          if (least > LONGEST) yield lambda.violation("timeout", TOO_LONG, { remedy: SHORTEN });
          else if (timeout < least) yield integration.violation(TIMEOUT, wanted);
        }
      },
    ],
  },
];
