import { deepEqual, equal, throws } from "node:assert/strict";
import type { Properties, Resource } from "../../../local/program/graph.ts";
import { routesReport, routesSections } from "../../../local/review/routes-report.ts";
import { renderReport } from "../../../local/review/text-table.ts";
import {
  api,
  apiWith,
  authorizer,
  graphOf,
  lambda,
  resource,
  route,
  stage,
} from "../gateway/support/graph.ts";

type Resources = readonly (Resource | readonly Resource[])[];

const reportOf = (...resources: Resources) => routesReport(graphOf(...resources));
const plain = (...resources: Resources) =>
  renderReport(routesSections(reportOf(...resources)), "plain");

const pets = apiWith(
  ...["GET /pets/{id}", "GET /pets/dog"].map((key) => route(key, { scopes: ["pets/read"] })),
  route("PUT /pets/{id}", { scopes: ["pets/write", "admin"] }),
  route("GET /me", { scopes: [] }),
  route("$default", { integration: { description: "public: a page | of *text*" } }),
).recording.resources;

describe("the table of routes", () => {
  it("tells who may call each route, the limits, what answers and who wins", () => {
    equal(
      plain(pets),
      `API api, stage $default

Route           Who may call                Scopes                    Throttle   Answered by
GET /me         JWT of jwt                  none: ID tokens pass too  account's  main
GET /pets/dog   JWT of jwt                  pets/read                 account's  main
GET /pets/{id}  JWT of jwt                  pets/read                 account's  main
PUT /pets/{id}  JWT of jwt                  pets/write or admin       account's  main
$default        anyone: a page | of *text*                            account's  main

- GET /pets/{id} yields to GET /pets/dog
- $default gets what no other route takes
`,
    );
  });

  it("is a table of GitHub's Markdown in which a reason is text", () => {
    const sections = routesSections(reportOf(pets.slice(0, 5), pets.slice(-2)));
    equal(
      renderReport(sections, "markdown"),
      `### API api, stage $default

| Route | Who may call | Scopes | Throttle | Answered by |
| --- | --- | --- | --- | --- |
| \`$default\` | anyone: a page \\| of \\*text\\* |  | account's | \`main\` |

- $default gets what no other route takes
`,
    );
  });

  it("H243, H244: names the limits of a route, of its stage, and those that let nothing pass", () => {
    const limit = (burst: number, rate: number) => ({
      throttlingBurstLimit: burst,
      throttlingRateLimit: rate,
    });
    const limited = stage("$default", {
      defaultRouteSettings: limit(20, 10),
      routeSettings: [
        { routeKey: "GET /b", ...limit(1, 0.5) },
        { routeKey: "GET /c", ...limit(0, 0) },
      ],
    });
    const { routes } = reportOf(api(), limited, lambda("main"), ...["a", "b", "c"].map(openAt));
    deepEqual(
      routes.map(({ throttle }) => throttle),
      [
        { burst: 20, rate: 10 },
        { burst: 1, rate: 0.5 },
        { burst: 0, rate: 0 },
      ],
    );
  });

  it("names Lambda and IAM authorizers, and what answers besides functions", () => {
    const custom = authorizer({ authorizerType: "REQUEST", jwtConfiguration: {} });
    const with_ = (key: string, inputs: Properties, integration: Properties = {}) =>
      route(key, { route: inputs, integration });
    const text = plain(
      api(),
      stage(),
      custom,
      with_("GET /a", { authorizationType: "CUSTOM", authorizerId: "auth01" }),
      with_(
        "GET /b",
        { authorizationType: "AWS_IAM" },
        { integrationType: "HTTP_PROXY", integrationUri: "https://example.com/b" },
      ),
      with_("GET /c", {}, { integrationSubtype: "SQS-SendMessage", integrationUri: "" }),
    );
    equal(
      text,
      `API api, stage $default

Route   Who may call             Scopes  Throttle   Answered by
GET /a  Lambda authorizer jwt            account's  ${lambda("main").outputs["invokeArn"] as string}
GET /b  IAM: execute-api:Invoke          account's  https://example.com/b
GET /c  anyone: no reason given          account's  SQS-SendMessage
`,
    );
  });

  it("hides what is secret in an integration", () => {
    const [integration, opened] = route("GET /a", {
      integration: { integrationUri: "https://example.com/?key=s3cret" },
    }) as [Resource, Resource];
    const secrets = ["inputs/integrationUri"];
    const { routes } = reportOf(api(), stage(), { ...integration, secrets }, opened);
    equal(routes[0]?.target, "[secret]");
  });

  it("H7, H4: says which routes a stage does not serve", () => {
    const manual = stage("dev", { autoDeploy: false });
    const { routes } = reportOf(api(), stage(), manual, lambda("main"), route("GET /dev"));
    deepEqual(
      routes.map((row) => [row.stage, row.isServed, row.remark]),
      [
        ["$default", true, "/dev is the stage dev's, so requests do not get here"],
        ["dev", false, "not in what the stage has deployed"],
      ],
    );
  });

  it("takes programs without an API, without routes, without a stage, and other kinds of API", () => {
    equal(plain(lambda("main")), "Remarks\n\n- the program has no API\n");
    deepEqual(reportOf(api(), stage()).remarks, ["API api has no routes"]);
    const [stageless] = reportOf(api(), lambda("main"), route("GET /a")).routes;
    deepEqual(
      [stageless?.stage, stageless?.isServed, stageless?.remark],
      [null, false, "no stage serves it"],
    );
    const socket = reportOf(api({ protocolType: "WEBSOCKET" }), stage("live"), route("$connect"));
    deepEqual(
      socket.routes.map((row) => [row.stage, row.routeKey]),
      [["live", "$connect"]],
    );
    deepEqual(socket.remarks, [
      "API api is a WebSocket API: its authorizer is asked once, on $connect",
    ]);
    deepEqual(reportOf(api({ body: "{}" }), stage()).remarks, [
      "API api is imported from OpenAPI: the routes of its body are not listed",
    ]);
  });

  it("lists a route of an API that another program makes", () => {
    const stranger = route("GET /a", { route: { apiId: "elsewhere1" } });
    const [row] = reportOf(lambda("main"), stranger).routes;
    deepEqual([row?.api, row?.stage, row?.function], [null, null, "main"]);
  });

  it("tells the APIs and stages of one program apart", () => {
    const second = resource("aws:apigatewayv2/api:Api", "second", "b1b2c3d4e5", {
      protocolType: "HTTP",
      target: lambda("main").outputs["arn"] ?? "",
    });
    const { routes } = reportOf(
      api(),
      second,
      stage(),
      stage("dev"),
      lambda("main"),
      route("GET /a"),
    );
    deepEqual(
      routes.map((row) => [row.api, row.stage, row.routeKey]),
      [
        ["api", "$default", "GET /a"],
        ["api", "dev", "GET /a"],
        ["second", "$default", "$default"],
      ],
    );
  });

  it("H25: refuses what AWS refuses, with the resource's name", () => {
    throws(
      () => reportOf(api(), stage(), route("GET /a/{x}"), route("GET /a/{y}")),
      /^CreationError: aws:apigatewayv2\/route:Route "GET \/a\/\{y\}": routeKey/,
    );
  });
});

function openAt(path: string) {
  return route(`GET /${path}`);
}
