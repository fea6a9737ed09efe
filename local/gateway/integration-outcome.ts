/** What the access log tells about the integration (H280). */
export interface IntegrationOutcome {
  /** Milliseconds. */
  readonly latency?: number;
  /** Status that the function or the backend answered with. */
  readonly status?: number;
  /** Status of the call of the function: 200 even when the function answers 404. A backend's own (H280). */
  readonly serviceStatus?: number;
  readonly error?: string;
}

/** `$context.integrationErrorMessage` when the integration gave no answer in time (H188). */
export const timedOut = "Endpoint request timed out";
