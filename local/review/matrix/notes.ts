import type { Graph } from "../../program/graph.ts";
import { API } from "../../program/types.ts";
import { poolOfIssuer } from "../pool-of-issuer.ts";
import { isHttp, type RouteRow } from "../route-rows.ts";
import { placeWords } from "../route-words.ts";
import type { MatrixRow } from "./matrix-row.ts";

/** What the matrix does not show, and why. */
export function matrixNotes(
  graph: Graph,
  routes: readonly RouteRow[],
  rows: readonly MatrixRow[],
): readonly string[] {
  const others = graph.ofType(API).filter((api) => !isHttp(api));
  const sockets = others.map(({ name }) => name);
  return [
    "No function runs and nothing is sent on: a request passes when the gateway would hand it to the integration.",
    ...issuerNotes(graph, routes),
    ...routes
      .filter(({ api }) => !sockets.includes(api ?? ""))
      .flatMap((route) => routeNotes(route, rows)),
    ...sockets.map((name) => `API ${name} is a WebSocket API and is not shown.`),
  ];
}

function issuerNotes(graph: Graph, routes: readonly RouteRow[]): readonly string[] {
  const issuers = new Set(routes.flatMap(({ issuer }) => issuer ?? []));
  return [...issuers]
    .filter((issuer) => !poolOfIssuer(graph, issuer))
    .map(
      (issuer) =>
        `${issuer} is no user pool of the program: keys made here stand in for it. Whether its discovery document ` +
        `and its keys are in reach is not shown.`,
    );
}

function routeNotes(route: RouteRow, rows: readonly MatrixRow[]): readonly string[] {
  const name = `${placeWords(route)}, ${route.routeKey}`;
  const own = rows.filter(
    ({ api, stage, routeKey }) =>
      api === route.api && stage === route.stage && routeKey === route.routeKey,
  );
  if (own.length === 0 && route.remark !== null) return [`${name}: ${route.remark}`];
  if (own.some(({ result }) => result === "not shown")) {
    return [`${name}: ${route.authorization} authorization is not served here yet`];
  }
  return limits(route).map((limit) => `${name}: ${limit}`);
}

function limits({ authorization, authorizer, audiences }: RouteRow): readonly string[] {
  if (authorization === "CUSTOM") {
    return [`what the function of ${authorizer} decides is not shown`];
  }
  if (authorization === "AWS_IAM") return ["requests with a good signature are not shown"];
  const isUnknown = authorization === "JWT" && audiences.length === 0;
  return isUnknown ? ["its authorizer has no audience, so no token is good (H95)"] : [];
}
