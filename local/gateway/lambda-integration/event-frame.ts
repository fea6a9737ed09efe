/** Texts of an event that a route and its stage fix, written once when the graph changes (T15). */
export interface EventFrame {
  /** What it was made of, for events of another form. */
  readonly facts: EventFrameArgs;
  /** From the start to the value of `rawPath`. */
  readonly head: string;
  /** Members of `requestContext` in front of those of the request. */
  readonly contextHead: string;
  /** Members of `requestContext` between `requestId` and `time`. */
  readonly contextTail: string;
  /** `stageVariables` where there are any (H133), and the end. */
  readonly tail: string;
}

/** What the frame of an event is made of. */
export interface EventFrameArgs {
  readonly accountId: string;
  readonly apiId: string;
  readonly routeKey: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** Writes the constant parts of a route's events. */
export function createEventFrame(args: EventFrameArgs): EventFrame {
  const { accountId, apiId, stageVariables } = args;
  const routeKey = JSON.stringify(args.routeKey);
  const hasVariables = Object.keys(stageVariables).length > 0;
  return {
    facts: args,
    head: `{"version":"2.0","routeKey":${routeKey},"rawPath":`,
    contextHead: JSON.stringify({ accountId, apiId }).slice(0, -1),
    contextTail: `,"routeKey":${routeKey},"stage":${JSON.stringify(args.stage)}`,
    tail: hasVariables ? `,"stageVariables":${JSON.stringify(stageVariables)}}` : "}",
  };
}
