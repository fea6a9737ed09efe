import assert from "node:assert/strict";
import { HttpApi } from "../../../components/http-api";
import { json } from "../../../handlers/response";
import { inputs, recorded, recordedOnce, resource, types } from "../../support/recorded";

const authorizer = { issuer: "https://issuer.test", audience: ["a"], scopes: ["x/y"] } as const;
const program = (alarms?: object, stages = {}) => {
  const api = new HttpApi("api", { alarms, stages: { $default: {}, ...stages } });
  api.addRoutes(authorizer, { "GET /x": { scopes: ["x/y"], handler: async () => json(200, {}) } });
};

interface Body {
  readonly widgets: readonly {
    readonly x: number;
    readonly y: number;
    readonly properties: {
      readonly title: string;
      readonly region: string;
      readonly metrics: readonly unknown[];
    };
  }[];
}

describe("the dashboard of an API", () => {
  const recording = recordedOnce(() => program({}));
  const widgets = async () => {
    const { dashboardBody } = inputs(await recording(), types.dashboard, "api-dashboard");
    return (JSON.parse(String(dashboardBody)) as Body).widgets;
  };
  const apiId = async () => resource(await recording(), types.api, "api").id;

  it("F129: comes with the alarms, under a name of its own", async () => {
    const { dashboardName } = inputs(await recording(), types.dashboard, "api-dashboard");
    assert.equal(dashboardName, `api-dashboard-${await apiId()}`);
    const without = await recorded(() => program());
    assert.equal(without.resources.filter(({ type }) => type === types.dashboard).length, 0);
  });

  it("F129: shows what the alarms watch, two graphs in a row", async () => {
    const shown = (await widgets()).map(({ x, y, properties }) => [x, y, properties.title]);
    assert.deepEqual(shown, [
      [0, 0, "Requests"],
      [12, 0, "Refused (401, 403) and throttled (429)"],
      [0, 6, "Time to answer, milliseconds"],
      [12, 6, "Functions: errors"],
      [0, 12, "Functions: throttles"],
      [12, 12, "Functions: duration, milliseconds"],
    ]);
  });

  it("F129: takes numbers of the stage, of the access log and of each function", async () => {
    const id = await apiId();
    const name = resource(await recording(), types.function, "api-get-x").outputs["name"];
    const metricsOf = async (index: number) => (await widgets())[index]?.properties.metrics;
    const ofStage = (metric: string, stat: string) => [
      "AWS/ApiGateway",
      metric,
      "ApiId",
      id,
      "Stage",
      "$default",
      { stat },
    ];
    assert.deepEqual(
      await metricsOf(0),
      ["Count", "4xx", "5xx"].map((metric) => ofStage(metric, "Sum")),
    );
    assert.deepEqual(await metricsOf(1), [
      [`HttpApi/${id}`, "Refused", { stat: "Sum" }],
      [`HttpApi/${id}`, "Throttled", { stat: "Sum" }],
    ]);
    assert.deepEqual(await metricsOf(3), [
      ["AWS/Lambda", "Errors", "FunctionName", name, { stat: "Sum" }],
    ]);
    assert.equal((await widgets())[0]?.properties.region, "us-east-1");
  });

  it("F124: shows all stages together where there are several, as alarms do", async () => {
    const several = await recorded(() => program({}, { dev: {} }));
    const { id } = resource(several, types.api, "api");
    const { dashboardBody } = inputs(several, types.dashboard, "api-dashboard");
    const [first] = (JSON.parse(String(dashboardBody)) as Body).widgets;
    assert.deepEqual(first?.properties.metrics[0], [
      "AWS/ApiGateway",
      "Count",
      "ApiId",
      id,
      { stat: "Sum" },
    ]);
    const { dimensions } = inputs(several, types.alarm, "api-latency-alarm");
    assert.deepEqual(dimensions, { ApiId: id });
  });
});
