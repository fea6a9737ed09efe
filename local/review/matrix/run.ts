import { type IdentitySource, parseIdentitySource } from "../../gateway/jwt/identity-source.ts";
import { parseRouteKey, type RouteKey } from "../../gateway/route-key.ts";
import { defaultSwitches } from "../../gateway/switches.ts";
import { type Graph, members, type Resource, text, texts } from "../../program/graph.ts";
import { API } from "../../program/types.ts";
import { chooseRoutes, type Sample } from "../route-overlaps.ts";
import { isHttp, type RouteRow, routeRows } from "../route-rows.ts";
import { findAuthorizer } from "../trust.ts";
import { type Bench, openBench } from "./bench.ts";
import { type Case, casesFor } from "./cases.ts";
import type { Matrix, MatrixRow } from "./matrix-row.ts";
import { matrixNotes } from "./notes.ts";
import { routeMark } from "./stand-in.ts";

/** A route with the request that reaches it. */
interface Probe {
  readonly row: RouteRow & { readonly api: string; readonly stage: string };
  readonly sample: Sample;
}

/**
 * Sends every case to every route of the program's HTTP APIs.
 * @param open serves them; tests pass what answers otherwise
 * @throws CreationError for what AWS refuses when it is made (H296)
 */
export async function runMatrix(graph: Graph, open = openBench): Promise<Matrix> {
  const routes = routeRows(graph);
  const apis = graph.ofType(API).filter(isHttp);
  const bench = await open(graph, apis);
  try {
    const rows: MatrixRow[] = [];
    for (const probe of probesOf(routes, apis)) {
      rows.push(...(await probeRoute(graph, bench, probe)));
    }
    return { rows, notes: matrixNotes(graph, routes, rows) };
  } finally {
    await bench.close();
  }
}

function probesOf(routes: readonly RouteRow[], apis: readonly Resource[]): readonly Probe[] {
  const names = apis.map(({ name }) => name);
  const rows = routes.filter(({ api }) => names.includes(api ?? ""));
  const places = Map.groupBy(rows, ({ api, stage }) => JSON.stringify([api, stage]));
  return [...places.values()].flatMap((place) => {
    const keyed = place.flatMap(withKey);
    const keys = keyed.map(({ key }) => key);
    const choice = chooseRoutes(keys, defaultSwitches.greedyMatchesRoot);
    return keyed.flatMap(({ row, key }) => {
      const sample = choice.sample(key);
      return sample && !isShadowed(row, sample, rows) ? [{ row, sample }] : [];
    });
  });
}

function withKey(row: RouteRow): readonly { row: Probe["row"]; key: RouteKey }[] {
  const { api, stage, routeKey } = row;
  const key = parseRouteKey(routeKey);
  if (!("identity" in key) || api === null || stage === null || !row.isServed) return [];
  return [{ row: { ...row, api, stage }, key }];
}

// H4: the first segment names another stage of the API, which takes the request.
function isShadowed({ api, stage }: RouteRow, sample: Sample, rows: readonly RouteRow[]): boolean {
  const stages = rows.filter((row) => row.api === api).map((row) => row.stage);
  return stage === "$default" && stages.includes(sample.segments[0] ?? "");
}

async function probeRoute(
  graph: Graph,
  bench: Bench,
  { row, sample }: Probe,
): Promise<MatrixRow[]> {
  const authorizer = findAuthorizer(graph, row);
  const jwt = members(authorizer?.inputs["jwtConfiguration"]);
  const [source] = texts(authorizer?.inputs["identitySources"]).flatMap(
    (expression) => parseIdentitySource(expression) ?? [],
  );
  const tokens = {
    issuer: text(jwt["issuer"]) ?? "",
    audience: texts(jwt["audiences"])[0] ?? "",
    scopes: row.scopes,
  };
  const done: MatrixRow[] = [];
  for (const each of applicable(row, source, tokens.audience)) {
    // The limit's bucket has a token again, on the runtime's own clock (H241).
    if (row.throttle && row.throttle.rate > 0)
      bench.clock.advance(Math.ceil(1 / row.throttle.rate));
    const credential = each.credential(await bench.mintFor(tokens));
    const answer = await bench.send({
      api: row.api,
      stage: row.stage,
      sample,
      source: source ?? AUTHORIZATION,
      credential,
    });
    done.push(judged(row, each, answer));
  }
  return done;
}

const AUTHORIZATION: IdentitySource = { kind: "header", name: "authorization" };

/** Without an audience no token is good (H95); without an identity source no request lacks it (H195). */
function applicable(
  row: RouteRow,
  source: IdentitySource | undefined,
  audience: string,
): readonly Case[] {
  const cases = casesFor(row);
  if (row.authorization === "CUSTOM" && !source)
    return cases.filter(({ verdict }) => verdict === 429);
  if (row.authorization !== "JWT" || audience !== "") return cases;
  return cases.filter(({ verdict }) => verdict === 401 || verdict === 429);
}

function judged(
  row: Probe["row"],
  { name, rules, verdict }: Case,
  answer: number | string,
): MatrixRow {
  const { api, stage, routeKey } = row;
  const actual = answer === routeMark(stage, routeKey) ? "passes" : shownAnswer(answer);
  const result = actual === 501 ? "not shown" : actual === verdict ? "as expected" : "differs";
  return { api, stage, routeKey, case: name, rules, expected: verdict, actual, result };
}

function shownAnswer(answer: number | string): number | string {
  return typeof answer === "number" ? answer : `went to ${decodeURIComponent(answer)}`;
}
