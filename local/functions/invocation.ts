/** How one invocation of a function ended. */
export type Invocation = Ending & {
  /** As the function's log lines show it; absent where nothing ran. */
  readonly requestId?: string;
};

/** `payload` is the JSON text that the function returned. */
type Ending =
  | { readonly ok: true; readonly payload: string }
  | {
      readonly ok: false;
      /**
       * `error`: thrown, rejected, exited, did not load; `timeout`: the function's own; `missing`: no such function;
       * `throttled`: as many run as its reserved concurrency allows.
       */
      readonly kind: "error" | "timeout" | "missing" | "throttled";
      readonly errorType: string;
      readonly errorMessage: string;
    };

/** Runs the recorded functions; the gateway and the user pools' triggers share it. */
export interface Functions {
  /**
   * Runs the function once and waits for its answer.
   * @param urn URN of the `aws:lambda/function:Function`
   * @param event JSON text of the event
   */
  invoke(urn: string, event: string): Promise<Invocation>;
  /** Why the function cannot run here, as its runtime is another one; undefined, or absent, when it can. */
  whyNotRunnable?(urn: string): string | undefined;
}
