import { COMPOSITE_ALARM, METRIC_ALARM, PROVIDER } from "../../../policy/types.ts";
import { SECRET, UNKNOWN, type Value } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { add, all, type Change, remove, resource, set } from "../support/stack.ts";

/** Changes the stack or its configuration, which have one name. */
const told =
  (kind: "Stack" | "Config", name: string, value: Value): Change =>
  (stack) =>
    stack.map((facts) =>
      facts.type.endsWith(`:${kind}`)
        ? { ...facts, props: { ...facts.props, [name]: value } }
        : facts,
    );
const inTheEngine: Change = (stack) => stack.map((facts) => ({ ...facts, tellsSecrets: false }));

describePolicy("alarm-has-action", [
  {
    it: "advises to tell somebody",
    change: set("5xx-alarm", { alarmActions: undefined }),
    says: ['MetricAlarm "5xx-alarm": alarmActions is not set; wanted: the ARN of a topic.'],
  },
  {
    it: "advises to let it act",
    change: set("5xx-alarm", { actionsEnabled: false }),
    says: ['MetricAlarm "5xx-alarm": actionsEnabled is false; wanted: true.'],
  },
  {
    it: "accepts an alarm that is part of another",
    change: all(
      set("5xx-alarm", { alarmActions: undefined }),
      add(
        resource(
          COMPOSITE_ALARM,
          "all",
          { alarmRule: "ALARM(5xx)" },
          { alarmRule: [METRIC_ALARM, "5xx-alarm"] },
        ),
      ),
    ),
  },
  {
    it: "accepts a topic that is not known yet",
    change: set("5xx-alarm", { alarmActions: [UNKNOWN] }),
  },
]);

describePolicy("alarm-baseline", [
  {
    it: "refuses to miss faults of functions and throttled sign-in",
    change: all(remove("Errors-alarm"), remove("SignInThrottles-alarm")),
    says: ['Stack "shop-test" has no alarm on Errors, SignInThrottles; wanted: an alarm on each.'],
  },
  {
    it: "takes the metrics of an expression",
    change: all(
      remove("Errors-alarm"),
      set("latency-alarm", { "metricQueries[1]": { metric: { metricName: "Errors" } } }),
    ),
  },
]);

const refused = (kind: "Stack" | "Config", name: string, value: Value, path = name): Case => ({
  it: `refuses ${name} in clear`,
  change: told(kind, name, value),
  says: [`${kind} "shop-test": ${path} is "[plain text]"; wanted: a secret.`],
});

describePolicy("stack-no-plain-secrets", [
  refused("Stack", "adminPassword", "hunter2hunter2"),
  refused("Stack", "database", { password: "hunter2hunter2" }, "database.password"),
  refused("Stack", "address", "postgres://app:hunter2@db.internal/app"),
  refused("Config", "shop:apiKey", "k3y-0f-a-partner"),
  refused("Config", "aws:secretKey", "not-really"),
  { it: "accepts what is marked", change: told("Config", "shop:apiKey", SECRET) },
  {
    it: "accepts ids, addresses and secrets",
    change: set("shop-test", {
      url: "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
      userPoolId: "eu-central-1_0ULTkGPrK",
      clientId: "u4nbfptry52uxbf16fh6f08v45",
      clientSecret: SECRET,
    }),
  },
  { it: "accepts what is not known yet", change: told("Stack", "adminPassword", UNKNOWN) },
  {
    it: "does not apply in the engine, which tells no marks",
    change: all(told("Stack", "adminPassword", "hunter2hunter2"), inTheEngine),
    applies: false,
  },
]);

const untagged = told("Config", "aws:defaultTags", "{}");
const provider = (defaultTags: Value) => add(resource(PROVIDER, "aws", { defaultTags }));
const tags = { Project: "shop", Stack: "test" };

describePolicy("stack-tags", [
  {
    it: "advises to tag everything",
    change: all(untagged, (stack) =>
      stack.filter(({ name }) => /^(shop-test|api|hello)$/.test(name)),
    ),
    says: [
      'Stack "shop-test" has no tags project and stack on "api" and 1 more resources; wanted: both tags on each.',
    ],
  },
  {
    it: "advises to tag the one that is left",
    change: all(
      untagged,
      (stack) => stack.filter(({ name }) => /^(shop-test|api|hello)$/.test(name)),
      set("api", { tags }),
    ),
    says: [
      'Stack "shop-test" has no tags project and stack on "hello"; wanted: both tags on each.',
    ],
  },
  { it: "accepts tags of a provider", change: all(untagged, provider({ tags })) },
  {
    it: "accepts tags of a provider as JSON",
    change: all(untagged, provider(JSON.stringify({ tags }))),
  },
  {
    it: "accepts tags on each resource",
    change: all(untagged, (stack) =>
      stack.map((facts) => ({ ...facts, props: { ...facts.props, tagsAll: tags } })),
    ),
  },
]);
