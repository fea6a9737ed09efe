/** What the access log tells about the integration (H280). */
export interface IntegrationOutcome {
  /** Milliseconds. */
  readonly latency?: number;
  /** Status that the function or the backend answered with. */
  readonly status?: number;
  /** Status of the call of the function: 200 even when the function answers 404. A backend's own (H280). */
  readonly serviceStatus?: number;
  /** Id that the called service gave the request, for a function the one in its logs. */
  readonly requestId?: string | undefined;
  /** Header `x-amz-id-2` of a backend. */
  readonly secondRequestId?: string | undefined;
  readonly error?: string;
}

/** `$context.integrationErrorMessage` when the integration gave no answer in time (H188). */
export const timedOut = "Endpoint request timed out";
