import assert from "node:assert/strict";
import type { ApiAlarmArgs } from "../../../components/api/api-alarms";
import { AuthLayer } from "../../../components/auth-layer";
import { HttpApi } from "../../../components/http-api";
import type { SignInAlarmArgs } from "../../../components/auth/sign-in-alarms";
import { json } from "../../../handlers/response";
import type { Recording } from "../../../local/program/graph.ts";
import { inputs, recorded, recordedOnce, resource, types } from "../../support/recorded";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms";
const lasting = { evaluationPeriods: 3, datapointsToAlarm: 2, treatMissingData: "notBreaching" };
const once = {
  period: 300,
  statistic: "Sum",
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  treatMissingData: "notBreaching",
};

const query = (id: string, metric: object, stat = "Sum") => ({
  id,
  metric: { ...metric, stat, period: 300 },
});
const percent = (counted: string) => ({
  id: "percent",
  label: "Percent",
  expression: `IF(whole >= 20, 100 * ${counted} / whole, 0)`,
  returnData: true,
});
const alarmNames = ({ resources }: Recording) =>
  resources.filter(({ type }) => type === types.alarm).map(({ name }) => name);

const apiWith = (alarms?: ApiAlarmArgs) => {
  const api = new HttpApi("api", { alarms });
  const authorizer = { issuer: "https://issuer.example", audience: ["a"], scopes: [] } as const;
  api.addRoutes(authorizer, {
    "GET /x": { public: "Says hello", handler: async () => json(200, "hello") },
  });
};

const layerWith = (alarms?: SignInAlarmArgs) =>
  new AuthLayer("auth", {
    signUp: "self-service",
    scopes: {},
    clients: {
      web: { kind: "browser", callbackUrls: ["https://a.example.test"] },
      phone: { kind: "native", callbackUrls: ["https://b.example.test"] },
    },
    triggers: { postConfirmation: async (event) => event },
    alarms,
  });

describe("alarms of an HttpApi", () => {
  const recording = recordedOnce(() => apiWith({ notify: [TOPIC] }));
  const alarm = async (name: string) => inputs(await recording(), types.alarm, name);
  const ofStage = async (metricName: string) => ({
    namespace: "AWS/ApiGateway",
    metricName,
    dimensions: { ApiId: resource(await recording(), types.api, "api").id, Stage: "$default" },
  });
  const logMetric = async (metricName: string) => ({
    namespace: `HttpApi/${resource(await recording(), types.api, "api").id}`,
    metricName,
  });

  it("F129: are on refused, failed, slow and throttled requests, and on each function", async () => {
    assert.deepEqual(alarmNames(await recording()).sort(), [
      "api-4xx-alarm",
      "api-5xx-alarm",
      "api-get-x-errors-alarm",
      "api-get-x-throttles-alarm",
      "api-latency-alarm",
      "api-refused-alarm",
      "api-throttled-alarm",
    ]);
  });

  it("F129: are none where none are asked for", async () => {
    assert.deepEqual(alarmNames(await recorded(() => apiWith())), []);
  });

  it("F129: compare shares, so that a quiet service wakes nobody", async () => {
    assert.deepEqual(await alarm("api-5xx-alarm"), {
      alarmDescription:
        "More than 5 % of the requests to api fail: integrationError in the access log says why.",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
      ...lasting,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 5,
      metricQueries: [
        query("part", await ofStage("5xx")),
        query("whole", await ofStage("Count")),
        percent("part"),
      ],
    });
    const { threshold, metricQueries } = await alarm("api-4xx-alarm");
    assert.equal(threshold, 25);
    assert.deepEqual((metricQueries as object[])[0], query("part", await ofStage("4xx")));
  });

  const fromLog: readonly [string, string, number, string][] = [
    ["api-refused", "Refused", 20, '{ ($.status = "401") || ($.status = "403") }'],
    ["api-throttled", "Throttled", 5, '{ ($.status = "429") }'],
  ];
  for (const [name, metricName, expected, pattern] of fromLog) {
    it(`F129: count ${metricName} in the access log, which API Gateway has no metric of`, async () => {
      const metric = await logMetric(metricName);
      assert.deepEqual(inputs(await recording(), types.logMetric, `${name}-lines`), {
        logGroupName: inputs(await recording(), types.logGroup, "api-access-log")["name"],
        pattern,
        metricTransformation: {
          namespace: metric.namespace,
          name: metricName,
          value: "1",
          defaultValue: "0",
        },
      });
      const { threshold, metricQueries } = await alarm(`${name}-alarm`);
      assert.equal(threshold, expected);
      assert.deepEqual(metricQueries, [
        query("part", metric),
        query("whole", await ofStage("Count")),
        percent("part"),
      ]);
    });
  }

  it("F129: look at the slowest hundredth of answers", async () => {
    assert.deepEqual(await alarm("api-latency-alarm"), {
      alarmDescription: "One of 100 requests to api takes longer than 3000 ms.",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
      ...lasting,
      ...(await ofStage("Latency")),
      period: 300,
      extendedStatistic: "p99",
      evaluateLowSampleCountPercentiles: "ignore",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 3_000,
    });
  });

  it("F129: are on errors and throttles of every function", async () => {
    const { name } = resource(await recording(), types.function, "api-get-x").outputs;
    const metric = (metricName: string) => ({
      namespace: "AWS/Lambda",
      metricName,
      dimensions: { FunctionName: name },
    });
    const errors = await alarm("api-get-x-errors-alarm");
    assert.equal(errors["threshold"], 5);
    assert.deepEqual(errors["metricQueries"], [
      query("part", metric("Errors")),
      query("whole", metric("Invocations")),
      percent("part"),
    ]);
    assert.deepEqual(await alarm("api-get-x-throttles-alarm"), {
      alarmDescription:
        "Lambda refuses calls of api-get-x: too many run at once for it or the account.",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
      ...metric("Throttles"),
      ...once,
    });
  });

  it("F129: take thresholds of one's own, and tell nobody where no topic is given", async () => {
    const own = await recorded(() =>
      apiWith({
        serverErrorPercent: 1,
        clientErrorPercent: 2,
        refusedPercent: 3,
        throttledPercent: 4,
        functionErrorPercent: 6,
        latencyMilliseconds: 700,
      }),
    );
    const told = alarmNames(own)
      .sort()
      .map((name) => inputs(own, types.alarm, name))
      .map(({ threshold, alarmActions = null }) => [threshold, alarmActions]);
    assert.deepEqual(told, [
      [2, null],
      [1, null],
      [6, null],
      [0, null],
      [700, null],
      [3, null],
      [4, null],
    ]);
  });
});

describe("alarms of an AuthLayer", () => {
  const recording = recordedOnce(() => layerWith({}));
  const ofClient = async (client: string, metricName: string) => ({
    namespace: "AWS/Cognito",
    metricName,
    dimensions: {
      UserPool: resource(await recording(), types.userPool, "auth").id,
      UserPoolClient: resource(await recording(), types.client, client).id,
    },
  });

  it("F129: are on failed and throttled sign-ins at each client, and on the triggers", async () => {
    assert.deepEqual(alarmNames(await recording()).sort(), [
      "auth-phone-failed-alarm",
      "auth-phone-throttles-alarm",
      "auth-postConfirmation-errors-alarm",
      "auth-postConfirmation-throttles-alarm",
      "auth-web-failed-alarm",
      "auth-web-throttles-alarm",
    ]);
    assert.deepEqual(alarmNames(await recorded(() => layerWith())), []);
  });

  it("F129: count as failed what is no success among all sign-ins", async () => {
    const successes = await ofClient("auth-web", "SignInSuccesses");
    assert.deepEqual(inputs(await recording(), types.alarm, "auth-web-failed-alarm"), {
      alarmDescription:
        "More than 50 % of the sign-ins at auth-web fail: somebody may be guessing.",
      ...lasting,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 50,
      metricQueries: [
        query("part", successes),
        query("whole", successes, "SampleCount"),
        percent("(whole - part)"),
      ],
    });
  });

  it("F129: tell of the first sign-in that the quota refuses", async () => {
    assert.deepEqual(inputs(await recording(), types.alarm, "auth-phone-throttles-alarm"), {
      alarmDescription:
        "Cognito refuses sign-ins at auth-phone: more come than the account's quota takes.",
      ...(await ofClient("auth-phone", "SignInThrottles")),
      ...once,
    });
  });
});

describe("alarms refuse", () => {
  const cases: readonly [string, () => unknown, string][] = [
    [
      "more than everything",
      () => apiWith({ serverErrorPercent: 101 }),
      "alarms.serverErrorPercent is 101: it must be a whole number from 1 to 100.",
    ],
    [
      "a latency that no answer has",
      () => apiWith({ latencyMilliseconds: 30_001 }),
      "alarms.latencyMilliseconds is 30001: it must be a whole number from 1 to 30000.",
    ],
    [
      "a share of nothing",
      () => layerWith({ failedSignInPercent: 0 }),
      "alarms.failedSignInPercent is 0: it must be a whole number from 1 to 100.",
    ],
    [
      "a mail address as a topic",
      () => layerWith({ notify: ["ops@example.net"] }),
      'alarms.notify has "ops@example.net": it must be the ARN of an SNS topic.',
    ],
  ];
  for (const [title, program, message] of cases) {
    it(title, async () => {
      await assert.rejects(recorded(program), { message });
    });
  }
});
