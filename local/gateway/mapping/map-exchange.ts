import type { Answer } from "../answer.ts";
import { encodePath, encodeUnsafe } from "../encode-path.ts";
import type { EventArgs } from "../lambda-integration/event.ts";
import type { IntegrationCall } from "../integration-call.ts";
import type { CommonPlan } from "../plan/integration-source.ts";
import { readHeaders } from "../request-headers.ts";
import { changeAnswer, changeHeaders, changeQuery } from "./apply-mapping.ts";
import { bodyText } from "./body-text.ts";
import type { MappingInput } from "./mapping-source.ts";
import type { MappingValue } from "./mapping-value.ts";
import type { RequestMapping } from "./parameter-mapping.ts";

/** What the mappings of an exchange read; with an answer, `body` is the answer's. */
export function mappingInput(
  { exchange, route }: IntegrationCall,
  body: Buffer | string | undefined,
  answer?: Answer,
): MappingInput {
  const { received, segments, authorization, integration } = exchange;
  const { apiId, stage } = route.frame.facts;
  return {
    context: {
      apiId,
      received,
      stageName: stage,
      routeKey: route.key.text,
      authorization,
      integration,
      basePathMatched: exchange.mapping?.key,
      ...(answer ? { status: answer.status } : {}),
    },
    routeKey: route.key,
    segments,
    body: bodyText(body),
    answer,
  };
}

/** Answers with what the integration gave, after the mapping for its status (H270). */
export function answerWith(args: IntegrationCall, plan: CommonPlan, answer: Answer): void {
  const mapping = plan.mapping?.responses.get(answer.status);
  const made = mapping
    ? changeAnswer(answer, mapping, mappingInput(args, answer.body, answer))
    : answer;
  args.reply.answer(args.exchange, made, "integration");
}

/** The request that a function sees instead of the one that was sent (H276). */
export function mapEvent(
  event: EventArgs,
  mapping: RequestMapping,
  input: MappingInput,
): EventArgs {
  const { received, target } = event;
  const rawHeaders = changeHeaders(received.rawHeaders, mapping.headers, input);
  const headers = readHeaders(rawHeaders);
  const query = changeQuery(target.query, mapping.query, input);
  const mapped = mapping.path?.(input);
  const path = mapped === undefined || mapped.startsWith("/") ? mapped : `/${mapped}`;
  const url = path === undefined ? received.url : encodePath(path);
  return {
    ...event,
    received: { ...received, rawHeaders, headers, url },
    target: { ...target, query, path: path ?? target.path },
    // As `$context` does, `requestContext` tells of the request that was received.
    sent: { received, target },
  };
}

/** A mapped path, encoded for a request; undefined where nothing is mapped. */
export function mapPath(value: MappingValue | undefined, input: MappingInput): string | undefined {
  const path = value?.(input, encodePath);
  if (path === undefined) return undefined;
  const encoded = encodeUnsafe(path).replaceAll("?", "%3F");
  return encoded.startsWith("/") ? encoded : `/${encoded}`;
}
