import { json, problem, type Response } from "../response";
import type { Changes, Dataset } from "./dataset";

/** The dataset as clients read it. */
function record(name: string, dataset: Dataset): object {
  return { ...summary(name, dataset), data: dataset.data };
}

/** The dataset without its content. */
export function summary(name: string, dataset: Dataset): object {
  const { syncCount, lastModified, lastModifiedBy, deleted } = dataset;
  return { dataset: name, syncCount, lastModified, lastModifiedBy, deleted };
}

/** An answer whose entity tag is the dataset's sync count. */
export function tagged(response: Response, dataset: Dataset): Response {
  return { ...response, headers: { ...response.headers, etag: `"${dataset.syncCount}"` } };
}

/** The whole dataset. */
export function found(name: string, dataset: Dataset): Response {
  return tagged(json(200, record(name, dataset)), dataset);
}

/** What was written since the count that was asked for. */
export function changes(name: string, dataset: Dataset, since: Changes): Response {
  return tagged(json(200, { ...summary(name, dataset), ...since }), dataset);
}

/** Nothing was written since. */
export function unchanged(dataset: Dataset): Response {
  return tagged({ statusCode: 304, headers: { "cache-control": "no-store" } }, dataset);
}

/** There is nothing to read; the sync count tells whether there ever was. */
export function missing(name: string, dataset: Dataset): Response {
  const detail = dataset.syncCount === 0 ? "Nothing was written yet." : "The data was deleted.";
  return tagged(withRecord(problem(404, "Not Found", detail), name, dataset), dataset);
}

/** Another device has written since: the answer carries what it wrote. */
export function conflict(name: string, dataset: Dataset): Response {
  const detail = "The data has changed. Merge your change with record, and send record.syncCount.";
  const refusal = problem(412, "Precondition Failed", detail);
  return tagged(withRecord(refusal, name, dataset), dataset);
}

/** DynamoDB did not answer: the device comes again. */
export function busy(): Response {
  const response = problem(503, "Service Unavailable", "Try again.");
  return { ...response, headers: { ...response.headers, "retry-after": "1" } };
}

/** An extension member of the problem details (RFC 9457 section 3.2). */
function withRecord(response: Response, name: string, dataset: Dataset): Response {
  const members = JSON.parse(response.body ?? "{}") as object;
  return { ...response, body: JSON.stringify({ ...members, record: record(name, dataset) }) };
}
