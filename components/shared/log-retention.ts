import type { Problem } from "./arguments";
import { limits } from "./limits";

/** How long logs are kept where the arguments do not say. */
export const DEFAULT_LOG_RETENTION_DAYS = 365;

/** What is wrong with the days that logs are kept. */
export function logRetentionProblem(logRetentionDays: number | undefined): Problem {
  if (logRetentionDays === undefined || limits.logRetentionDays.includes(logRetentionDays)) {
    return undefined;
  }
  return (
    `logRetentionDays is ${logRetentionDays}: CloudWatch keeps logs for one of ` +
    `${limits.logRetentionDays.join(", ")} days.`
  );
}
