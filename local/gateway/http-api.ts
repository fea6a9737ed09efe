import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { Functions } from "../functions/invocation.ts";
import type { Graph, Resource } from "../program/graph.ts";
import type { Authorization, AuthorizerRequest } from "./authorization.ts";
import { isAnnouncedTooLarge } from "./body.ts";
import { isPreflight } from "./cors.ts";
import type { ApiMapping } from "./domain-names.ts";
import { type Exchange, openExchange } from "./exchange.ts";
import { type Backends, createBackends } from "./http-integration/backends.ts";
import type { FindCredentials } from "./iam/issued-credentials.ts";
import { isArnTooLong } from "./iam/request-arn.ts";
import { integrate } from "./integrate.ts";
import type { FindIssuerKeys } from "./jwt/issuer-keys.ts";
import type { AccessLogLine } from "./log/access-log.ts";
import { type ApiPlan, planApi, type StageMatch } from "./plan/api-plan.ts";
import type { StageRoute } from "./plan/stage-plan.ts";
import { receiveBody } from "./receive-body.ts";
import { receive } from "./received.ts";
import { createReply, type Observed, type Reply } from "./reply.ts";
import { routeMethods } from "./route-key.ts";
import { defaultSwitches, type Switches } from "./switches.ts";
import type { Target } from "./target.ts";

/** What an API is served with. */
export interface HttpApiOptions {
  readonly graph: Graph;
  /** The `aws:apigatewayv2/api:Api`. */
  readonly api: Resource;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly findIssuerKeys: FindIssuerKeys;
  /** AWS host names that the graph stands for, with local origins; asked when the first integration needs one. */
  readonly awsHosts: () => Readonly<Record<string, string>>;
  /** Credentials that AWS_IAM routes take (H299). @default there are none */
  readonly findCredentials?: FindCredentials;
  /** Takes one line of a stage's access log. */
  readonly accessLog: (line: AccessLogLine) => void;
  /** Takes one line for the runtime's own log: why a request got 401, 403 or 5xx; never a token. */
  readonly log: (line: string) => void;
  /** Reaches HTTP integrations. @default connections of the API's own */
  readonly backends?: Backends;
  /** Takes every exchange with its answer, for those who explain it. */
  readonly observe?: (observed: Observed) => void;
  /** Remember accepted tokens. @default true */
  readonly verifiedTokenCache?: boolean;
  /** Choices where AWS is silent. @default {@link defaultSwitches} */
  readonly switches?: Partial<Switches>;
}

/** One API, ready to serve. A changed graph needs a new one; requests in flight finish on the old. */
export interface HttpApi {
  /** @param mapped how a custom domain name leads here; absent: the request is for the default endpoint */
  handle(request: IncomingMessage, response: ServerResponse, mapped?: MappedRequest): void;
  /** What this runtime does not imitate yet, one line each; those routes answer 501. */
  notServed(): readonly string[];
  /** Traps in what is served, one line each. */
  remarks(): readonly string[];
  /** Lets requests in flight finish, then closes the connections to HTTP backends. */
  retire(): void;
}

/** A request that came by a custom domain name. */
export interface MappedRequest {
  readonly mapping: ApiMapping;
  /** As the stage sees it (H12). */
  readonly target: Target;
}

/** Fixed for the life of an API. */
interface Gateway {
  readonly plan: ApiPlan;
  readonly options: HttpApiOptions;
  readonly switches: Switches;
  readonly reply: Reply;
  readonly backends: Backends;
}

/**
 * Compiles an API of the graph.
 * @throws CreationError for what AWS refuses when the resources are created (H296)
 */
export function createHttpApi(options: HttpApiOptions): HttpApi {
  const switches = { ...defaultSwitches, ...options.switches };
  const plan = planApi({
    ...options,
    switches,
    verifiedTokenCache: options.verifiedTokenCache ?? true,
    findCredentials: options.findCredentials ?? (() => undefined),
  });
  const reply = createReply({ ...options, plan, switches });
  const backends = options.backends ?? createBackends(options.awsHosts);
  const gateway: Gateway = { plan, options, switches, reply, backends };
  return {
    handle: (request, response, mapped) => handle(gateway, request, response, mapped),
    notServed: () => plan.notServed,
    remarks: () => plan.remarks,
    retire: () => backends.retire(),
  };
}

function handle(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  mapped: MappedRequest | undefined,
): void {
  const { options, switches, reply } = gateway;
  const received = receive(request, options.clock, switches.decodeBeforeSplit);
  const seen = mapped ? { ...received, target: mapped.target } : received;
  const exchange = openExchange(request, response, seen, mapped?.mapping);
  try {
    route(gateway, exchange);
  } catch (error) {
    reply.fail(exchange, error);
  }
}

// The order of http-api.md section 0: host, limits, stage, route, preflight, throttle, authorizer, integration.
function route(gateway: Gateway, exchange: Exchange): void {
  const { plan, switches, reply } = gateway;
  const { mapping } = exchange;
  const { target, headers, method } = exchange.received;
  const host = headers.byName["host"];
  if (!mapping && !plan.answersTo(host, exchange.request.socket.localPort ?? 0)) {
    return reply.error(exchange, 403, `no API answers to the Host ${host ?? ""}`);
  }
  if (!target) return reply.error(exchange, 400);
  if (isAnnouncedTooLarge(headers.byName)) return reply.error(exchange, 413);
  if (!mapping && plan.isEndpointDisabled) {
    return reply.error(exchange, switches.disabledEndpointStatus, "the default endpoint is off");
  }
  exchange.step = "stage";
  const found = findStage(plan, mapping, target.segments);
  if (!found) return reply.error(exchange, 404);
  exchange.stage = found.stage;
  exchange.segments = found.segments;
  exchange.step = "route";
  // H53: no route can name another method, so not even `$default` takes it.
  const matched = routeMethods.has(method) ? found.stage.match(method, found.segments) : undefined;
  exchange.route = matched;
  if (!matched) return withoutRoute(gateway, exchange);
  exchange.step = "throttle";
  // H245: a throttled request reaches neither authorizer nor integration.
  if (matched.throttle && !matched.throttle()) return reply.error(exchange, 429);
  const { received, segments } = exchange;
  authorize(gateway, exchange, { received, target, segments, route: matched });
}

// H12: a mapping has chosen the stage, so no segment of the path names one.
function findStage(
  plan: ApiPlan,
  mapping: ApiMapping | undefined,
  segments: readonly string[],
): StageMatch | undefined {
  if (!mapping) return plan.findStage(segments);
  const stage = plan.stageNamed(mapping.stage);
  return stage && { stage, segments };
}

// H220, H227: with CORS configured the gateway answers preflights for any path that no route claims.
function withoutRoute({ plan, switches, reply }: Gateway, exchange: Exchange): void {
  const { method, headers } = exchange.received;
  if (plan.cors && isPreflight(method, headers.byName)) {
    exchange.step = "preflight";
    return reply.answer(exchange, plan.cors.preflight(headers.byName["origin"] ?? ""), "cors");
  }
  if (plan.cors && method === "OPTIONS" && switches.plainOptionsStatus === 204) {
    return reply.answer(exchange, { status: 204, headers: [], body: "" }, "cors");
  }
  if (plan.unknownRoutes) return reply.error(exchange, 501, plan.unknownRoutes);
  reply.error(exchange, 404);
}

type RoutedRequest = AuthorizerRequest & { readonly route: StageRoute };

function authorize(gateway: Gateway, exchange: Exchange, request: RoutedRequest): void {
  const { authorization } = request.route;
  // H211: a signature covers the body. Everybody else is decided on without it.
  if (authorization.kind !== "iam" || !authorization.needsBody(request)) {
    return askAuthorizer(gateway, exchange, request);
  }
  receiveBody(exchange, gateway.reply, () =>
    askAuthorizer(gateway, exchange, { ...request, body: exchange.body }),
  );
}

function askAuthorizer(gateway: Gateway, exchange: Exchange, request: RoutedRequest): void {
  const { reply } = gateway;
  const { route: matched } = request;
  const { authorization } = matched;
  exchange.step = "authorizer";
  if (authorization.kind === "not-served") return reply.error(exchange, 501, authorization.reason);
  // H250: only where there is an authorizer, whose decisions are about this ARN.
  if (authorization.kind !== "none" && isArnTooLong(request)) return reply.error(exchange, 414);
  const decision = authorization.decide(request);
  // Awaiting a decision that is there already would cost a turn of the event loop (T15).
  if (!(decision instanceof Promise)) return continueWith(gateway, exchange, matched, decision);
  decision
    .then((late) => continueWith(gateway, exchange, matched, late))
    .catch((error: unknown) => reply.fail(exchange, error));
}

function continueWith(
  { plan, options, switches, reply, backends }: Gateway,
  exchange: Exchange,
  matched: StageRoute,
  authorization: Authorization,
): void {
  exchange.authorization = authorization;
  if (!authorization.allow) return reply.refuse(exchange, authorization);
  const { method, headers } = exchange.received;
  // H229–H231: a route that claims OPTIONS asks its authorizer first; the integration is not run (switch U15).
  const isAnsweredHere = plan.cors && !switches.preflightRunsIntegration;
  if (plan.cors && isAnsweredHere && isPreflight(method, headers.byName)) {
    exchange.step = "preflight";
    return reply.answer(exchange, plan.cors.preflight(headers.byName["origin"] ?? ""), "cors");
  }
  exchange.step = "integration";
  integrate({
    exchange,
    route: matched,
    caller: authorization.caller,
    functions: options.functions,
    backends,
    reply,
    switches,
  });
}
