/**
 * `_X_AMZN_TRACE_ID` while an event is answered: the request's trace, the invocation as a part of it, not sampled.
 * A request that came through API Gateway brings its trace in a header; any other starts one.
 * Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function traceOf(event: unknown, awsRequestId: string): string {
  const parent = awsRequestId.slice(19).replace("-", "");
  return `Root=${rootIn(event) ?? newRoot(awsRequestId)};Parent=${parent};Sampled=0`;
}

function rootIn(event: unknown): string | undefined {
  const { headers } = (event ?? {}) as { headers?: Readonly<Record<string, unknown>> | null };
  const header = headers?.["x-amzn-trace-id"];
  return typeof header === "string"
    ? /\bRoot=(1-[0-9a-f]{8}-[0-9a-f]{24})\b/.exec(header)?.[1]
    : undefined;
}

function newRoot(awsRequestId: string): string {
  const hex = awsRequestId.replaceAll("-", "");
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `1-${seconds.padStart(8, "0")}-${hex.slice(0, 24)}`;
}
