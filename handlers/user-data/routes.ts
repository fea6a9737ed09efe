import { json, type Response } from "../response";
import { busy, changes, conflict, found, missing, summary, tagged, unchanged } from "./answer";
import { changesSince, type Members, replaced, type Writing } from "./dataset";
import { hasSeen, isCurrent, readPrecondition, type Seen } from "./precondition";
import {
  type Event,
  readContent,
  readDevice,
  readKey,
  readSince,
  type UserDataSettings,
} from "./request";
import { type DatasetKey, readDataset, writeDataset } from "./store";

/** `GET /me/data/{dataset}`: the dataset, or what changed after `?since=SYNC COUNT`. */
export async function getUserData(settings: UserDataSettings, event: Event): Promise<Response> {
  const { asked: key, refusal } = readKey(event, settings);
  if (refusal !== undefined) return refusal;
  const since = readSince(event);
  if (since.refusal !== undefined) return since.refusal;
  const dataset = await readDataset(key);
  if (dataset === undefined) return busy();
  if (since.asked !== undefined) {
    return changes(key.dataset, dataset, changesSince(dataset, since.asked));
  }
  if (dataset.deleted) return missing(key.dataset, dataset);
  if (hasSeen(event.headers, dataset.syncCount)) return unchanged(dataset);
  return found(key.dataset, dataset);
}

/** `PUT /me/data/{dataset}`: the body replaces what its device has seen, or nothing. */
export async function putUserData(settings: UserDataSettings, event: Event): Promise<Response> {
  const { asked: key, refusal } = readKey(event, settings);
  if (refusal !== undefined) return refusal;
  const content = readContent(event, settings);
  if (content.refusal !== undefined) return content.refusal;
  return write(key, event, content.asked);
}

/** `DELETE /me/data/{dataset}`: leaves a record of the deletion, so that other devices learn of it. */
export async function deleteUserData(settings: UserDataSettings, event: Event): Promise<Response> {
  const { asked: key, refusal } = readKey(event, settings);
  return refusal ?? write(key, event, undefined);
}

async function write(
  key: DatasetKey,
  event: Event,
  content: Members | undefined,
): Promise<Response> {
  const device = readDevice(event);
  if (device.refusal !== undefined) return device.refusal;
  const { seen, refusal } = readPrecondition(event.headers);
  if (refusal !== undefined) return refusal;
  return replace(key, seen, content, { device: device.asked, now: new Date() });
}

async function replace(
  key: DatasetKey,
  seen: Seen,
  content: Members | undefined,
  writing: Writing,
): Promise<Response> {
  const before = await readDataset(key);
  if (before === undefined) return busy();
  if (content === undefined && before.deleted && "nothing" in seen) {
    return missing(key.dataset, before);
  }
  if (!isCurrent(seen, before)) return conflict(key.dataset, before);
  const after = replaced(before, content, writing);
  const written = await writeDataset(key, before, after);
  if (written === "written") {
    return tagged(json(before.deleted ? 201 : 200, summary(key.dataset, after)), after);
  }
  const current = written === "conflict" ? await readDataset(key) : undefined;
  return current === undefined ? busy() : conflict(key.dataset, current);
}
