import { integerProblem, type Problem } from "../shared/arguments";

/** Twenty of them are what one user may keep. */
export const DEFAULT_DATASET_BYTES = 51_200;

const LIMITS = {
  datasets: 20,
  /**
   * An item of DynamoDB holds 409,600 bytes, of which the sync counts of 1,024 members take up to 150,000.
   * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
   */
  datasetBytes: { min: 1, max: 204_800 },
  /** Of one user. */
  bytes: 1_048_576,
} as const;

/** A segment of a path that no client has to encode. */
const NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** Everything that is wrong with the datasets of users. */
export function* userDataProblems(
  datasets: readonly string[],
  datasetBytes: number = DEFAULT_DATASET_BYTES,
): Iterable<Problem> {
  if (datasets.length === 0) yield "datasets is empty: name at least one, such as settings.";
  if (datasets.length > LIMITS.datasets) {
    yield `datasets has ${datasets.length} names: a user has ${LIMITS.datasets} at most.`;
  }
  const odd = datasets.find((name) => !NAME.test(name) || /^\.+$/.test(name));
  if (odd !== undefined) {
    yield `datasets has "${odd}": a name has 1 to 128 letters, digits and _ . -`;
  }
  const twice = datasets.find((name, at) => datasets.indexOf(name) !== at);
  if (twice !== undefined) yield `datasets has "${twice}" twice.`;
  yield integerProblem("datasetBytes", datasetBytes, LIMITS.datasetBytes);
  const most = Math.floor(LIMITS.bytes / datasets.length);
  if (datasetBytes > most) {
    yield (
      `datasetBytes is ${datasetBytes}: ${datasets.length} datasets of ${most} bytes are all that ` +
      `a user may keep.`
    );
  }
}
