import { deepEqual, equal } from "node:assert/strict";
import type { Properties, Resource } from "../../../local/program/graph.ts";
import { diffRoutes } from "../../../local/review/routes-diff.ts";
import { diffSections } from "../../../local/review/routes-diff-report.ts";
import { routesReport } from "../../../local/review/routes-report.ts";
import { renderReport } from "../../../local/review/text-table.ts";
import {
  api,
  apiWith,
  authorizer,
  clientId,
  graphOf,
  issuer,
  lambda,
  resource,
  route,
  stage,
} from "../gateway/support/graph.ts";

type Routes = readonly (readonly Resource[])[];

const rowsOf = (routes: Routes) => routesReport(apiWith(...routes)).routes;

/** Each difference as `KIND KEY OPENS CLOSES` and its words. */
function changes(before: Routes, after: Routes) {
  return diffRoutes(rowsOf(before), rowsOf(after)).map((each) => {
    const effect = [each.opens && "opens", each.closes && "closes"].filter(Boolean).join(" ");
    return [`${each.kind} ${each.routeKey}`, effect, ...each.words];
  });
}

const open = (key: string, reason?: string) =>
  route(key, reason === undefined ? {} : { integration: { description: `public: ${reason}` } });
const scoped = (key: string, ...scopes: readonly string[]) => route(key, { scopes });
const by = (key: string, inputs: Properties) => route(key, { route: inputs });

describe("the difference of two tables of routes", () => {
  const cases: readonly (readonly [string, Routes, Routes, readonly (readonly string[])[]])[] = [
    ["the same routes", [scoped("GET /a", "x")], [scoped("GET /a", "x")], []],
    [
      "H25: another name of a parameter",
      [scoped("GET /a/{x}", "x")],
      [scoped("GET /a/{y}", "x")],
      [],
    ],
    [
      "a route that becomes public",
      [scoped("GET /a", "x")],
      [open("GET /a", "landing page")],
      [["changed GET /a", "opens", "becomes public: landing page", "needs scope x no longer"]],
    ],
    [
      "a route that is no longer public",
      [open("GET /a")],
      [scoped("GET /a", "x", "y")],
      [["changed GET /a", "closes", "no longer public: needs scope x or y"]],
    ],
    [
      "H103: a scope more lets more callers in",
      [scoped("GET /a", "x")],
      [scoped("GET /a", "x", "y")],
      [["changed GET /a", "opens", "scope y is enough now"]],
    ],
    [
      "H103: a scope less shuts callers out",
      [scoped("GET /a", "x", "y")],
      [scoped("GET /a", "x")],
      [["changed GET /a", "closes", "scope y is not enough any more"]],
    ],
    [
      "H107, H114: a route that loses its last scope",
      [scoped("GET /a", "x")],
      [scoped("GET /a")],
      [
        [
          "changed GET /a",
          "opens",
          "needs scope x no longer",
          "any token of jwt passes, ID tokens too",
        ],
      ],
    ],
    [
      "H115: a route that gets its first scope",
      [scoped("GET /a")],
      [scoped("GET /a", "x")],
      [["changed GET /a", "closes", "needs scope x now, so ID tokens pass no longer"]],
    ],
    [
      "another kind of authorizer",
      [scoped("GET /a", "x")],
      [by("GET /a", { authorizationType: "AWS_IAM" })],
      [
        [
          "changed GET /a",
          "opens closes",
          "needs IAM: execute-api:Invoke, needs scope x no longer",
        ],
      ],
    ],
    ["a new public route", [], [open("GET /a", "why")], [["added GET /a", "opens", "new: public"]]],
    [
      "a new protected route",
      [],
      [scoped("GET /a", "x")],
      [["added GET /a", "", "new: needs scope x"]],
    ],
    [
      "a new public route that takes requests from a protected one",
      [scoped("ANY /{proxy+}", "x")],
      [scoped("ANY /{proxy+}", "x"), open("GET /a")],
      [
        [
          "added GET /a",
          "opens",
          "new: public",
          "ANY /{proxy+} got its requests before; becomes public: no reason given; needs scope x no longer",
        ],
      ],
    ],
    [
      "a new ANY route beside one with a method of its own",
      [open("GET /a")],
      [open("GET /a"), scoped("ANY /a", "x")],
      [["added ANY /a", "", "new: needs scope x"]],
    ],
    [
      "a removed route",
      [scoped("GET /a", "x")],
      [],
      [["removed GET /a", "closes", "gone: its requests get 404"]],
    ],
    [
      "a removed route whose requests get to a public one",
      [scoped("GET /a", "x"), open("$default")],
      [open("$default")],
      [
        [
          "removed GET /a",
          "opens",
          "gone",
          "$default gets its requests; becomes public: no reason given; needs scope x no longer",
        ],
      ],
    ],
    [
      "a route that another function answers",
      [open("GET /a")],
      [route("GET /a", { handler: "main2" })],
      [
        [
          "changed GET /a",
          "",
          `answered by: ${String(lambda("main2").outputs["invokeArn"])} instead of main`,
        ],
      ],
    ],
    [
      "another reason",
      [open("GET /a", "one")],
      [open("GET /a", "two")],
      [["changed GET /a", "", "reason: two instead of one"]],
    ],
  ];
  for (const [title, before, after, expected] of cases) {
    it(title, () => deepEqual(changes(before, after), expected));
  }

  const trusting = (configuration: Properties, stageInputs: Properties = {}) =>
    routesReport(
      graphOf(
        api(),
        stage("$default", stageInputs),
        lambda("main"),
        authorizer({ jwtConfiguration: configuration }),
        resource("aws:cognito/userPoolClient:UserPoolClient", "web", clientId),
        route("GET /a", { scopes: [] }),
      ),
    ).routes;

  it("H90, H91: another issuer, and other audiences by the names of their clients", () => {
    const [change] = diffRoutes(
      trusting({ issuer, audiences: ["old"] }),
      trusting({ issuer: "https://other.example", audiences: [clientId] }),
    );
    deepEqual(change?.words, [
      `takes tokens of: https://other.example instead of ${issuer}`,
      "takes tokens for client web now",
      "takes tokens for old no longer",
    ]);
    deepEqual([change?.opens, change?.closes], [true, true]);
  });

  it("H7, H241: a limit, and a stage that serves the route no longer", () => {
    const configuration = { issuer, audiences: [clientId] };
    const limit = { throttlingBurstLimit: 2, throttlingRateLimit: 1 };
    const [change] = diffRoutes(
      trusting(configuration),
      trusting(configuration, { autoDeploy: false, defaultRouteSettings: limit }),
    );
    deepEqual(change?.words, [
      "is not served any more: not in what the stage has deployed",
      "limit: 1/s, burst 2 instead of account's",
    ]);
    deepEqual([change?.opens, change?.closes], [false, true]);
  });

  it("is told in Markdown, what opens access first", () => {
    const before = rowsOf([scoped("GET /a", "x"), scoped("GET /b", "x")]);
    const after = rowsOf([open("GET /a", "a | b"), scoped("GET /c", "x")]);
    const diff = { commit: "0123456789abcdef", changes: diffRoutes(before, after) };
    equal(
      renderReport(diffSections(diff, "main"), "markdown"),
      `### Access: main (0123456) and the working tree

- 1 added, 1 removed, 1 changed
- Open to more callers than before: GET /a

### API api, stage $default

| Access | Route | Before | After | What it means |
| --- | --- | --- | --- | --- |
| OPENED | \`GET /a\` | needs scope x | public | becomes public: a \\| b; needs scope x no longer |
| new | \`GET /c\` | no route | needs scope x | new: needs scope x |
| closed | \`GET /b\` | needs scope x | no route | gone: its requests get 404 |
`,
    );
  });

  it("says when nothing changed", () => {
    equal(
      renderReport(diffSections({ commit: "0123456789abcdef", changes: [] }, "HEAD"), "plain"),
      "Access: HEAD (0123456) and the working tree\n\n- No route changed.\n",
    );
  });
});
