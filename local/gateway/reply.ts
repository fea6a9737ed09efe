import type { Answer } from "./answer.ts";
import type { Refusal } from "./authorization.ts";
import { corsOrigin, withoutCorsHeaders } from "./cors.ts";
import { errorAnswer, errorMessage, type ErrorStatus } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import type { AccessLogLine } from "./log/access-log.ts";
import { logLine } from "./log/log-line.ts";
import type { ApiPlan } from "./plan/api-plan.ts";
import { send } from "./send.ts";
import type { Switches } from "./switches.ts";

/** Who made an answer: the integration, the gateway in an error, or its CORS layer. */
export type AnswerMaker = "integration" | "gateway" | "cors";

/** The ways to answer; each exchange is answered once, what comes later is dropped. */
export interface Reply {
  answer(exchange: Exchange, answer: Answer, maker: AnswerMaker): void;
  /** A gateway-made error; `reason` goes to the log, and to the client only with 501. 5xx are logged without one too. */
  error(exchange: Exchange, status: ErrorStatus, reason?: string): void;
  /** What an authorizer refused. */
  refuse(exchange: Exchange, refusal: Refusal): void;
  /** The last resort: our own bug is a 500 without details. */
  fail(exchange: Exchange, error: unknown): void;
}

/** What answers are made with. */
export interface ReplyArgs {
  readonly plan: ApiPlan;
  readonly switches: Switches;
  readonly accessLog: (line: AccessLogLine) => void;
  readonly log: (line: string) => void;
  readonly observe?: (observed: Observed) => void;
}

/** An answer with all that led to it. */
export interface Observed {
  readonly plan: ApiPlan;
  readonly exchange: Exchange;
  readonly maker: AnswerMaker;
  /** What the log says of it. */
  readonly reason: string | undefined;
}

/** Makes the ways to answer for one API. */
export function createReply(args: ReplyArgs): Reply {
  const { switches, log } = args;
  const contentType = switches.errorContentType;
  const answer = (exchange: Exchange, made: Answer, maker: AnswerMaker, reason?: string): void => {
    if (exchange.isAnswered) return;
    exchange.isAnswered = true;
    args.observe?.({ plan: args.plan, exchange, maker, reason });
    finish(args, exchange, made, maker);
  };
  const reply: Reply = {
    answer,
    error: (exchange, status, reason) => {
      const detail = status === 501 && reason !== undefined ? { detail: reason } : {};
      answer(exchange, errorAnswer(status, { contentType, ...detail }), "gateway", reason);
      if (status >= 500 || reason !== undefined) {
        log(describe(exchange, status, reason ?? errorMessage(status)));
      }
    },
    refuse: (exchange, { status, reason, hint, challenge }) => {
      answer(exchange, errorAnswer(status, { contentType, challenge }), "gateway", hint ?? reason);
      log(describe(exchange, status, hint ?? reason));
    },
    fail: (exchange, error) => {
      const { response } = exchange;
      if (!response.headersSent) {
        // An answer that could not be written is none, though its words stay: the client still waits.
        exchange.isAnswered = false;
        response.statusMessage = "";
      }
      reply.error(exchange, 500, `the gateway failed: ${stackOf(error)}`);
    },
  };
  return reply;
}

function finish(args: ReplyArgs, exchange: Exchange, answer: Answer, maker: AnswerMaker): void {
  const { plan, switches, accessLog } = args;
  const { received, response, stage } = exchange;
  const { cors } = plan;
  const addsCors =
    cors && (maker === "integration" || (maker === "gateway" && switches.corsOnErrors));
  // H235, H236: with CORS configured, what the function says about it is dropped, with or without an origin.
  const made =
    cors && maker === "integration"
      ? { ...answer, headers: withoutCorsHeaders(answer.headers) }
      : answer;
  const origin = corsOrigin(received.method, received.headers.byName);
  const extra = addsCors ? cors.headersFor(origin) : undefined;
  const responseBytes = send(response, received.id, made, extra);
  if (!stage?.accessLog) return;
  const { status } = answer;
  const isError = maker === "gateway";
  accessLog(
    stage.accessLog({
      apiId: plan.apiId,
      received,
      stageName: stage.name,
      routeKey: exchange.route?.key.text,
      authorization: exchange.authorization,
      integration: exchange.integration,
      basePathMatched: exchange.mapping?.key,
      errorMessage: isError ? errorMessage(status as ErrorStatus) : undefined,
      status,
      responseBytes,
    }),
  );
}

function describe({ received }: Exchange, status: number, reason: string): string {
  const { method, target, id } = received;
  return logLine({ method, path: target?.path ?? "", id }, status, reason);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
