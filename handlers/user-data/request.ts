import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { jsonBody } from "../body";
import { requireAccessToken } from "../claims";
import { problem, type Response } from "../response";
import { type Members, MOST_MEMBERS } from "./dataset";
import type { DatasetKey } from "./store";

/** A request that the gateway's JWT authorizer has let through. */
export type Event = APIGatewayProxyEventV2WithJWTAuthorizer;

/** Datasets that every user has, and how much one holds. */
export interface UserDataSettings {
  readonly datasets: readonly string[];
  /** Of one dataset's content, as JSON. */
  readonly maxBytes: number;
}

/** What was asked for, or the answer to a request that cannot be met. */
export type Read<Asked> =
  | { readonly asked: Asked; readonly refusal?: never }
  | { readonly asked?: never; readonly refusal: Response };

/** Names of members and devices. */
const NAME = /^[A-Za-z0-9_.:-]{1,128}$/;
const SYNC_COUNT = /^(?:0|[1-9]\d{0,14})$/;

/** The signed-in user's dataset of the path's name. */
export function readKey(event: Event, { datasets }: UserDataSettings): Read<DatasetKey> {
  const { claims, refusal } = requireAccessToken(event);
  if (refusal !== undefined) return { refusal };
  const dataset = event.pathParameters?.["dataset"] ?? "";
  if (!datasets.includes(dataset)) {
    const detail = `The datasets are ${datasets.join(", ")}.`;
    return { refusal: problem(404, "Not Found", detail) };
  }
  return { asked: { user: claims.sub, dataset } };
}

/** `?since=SYNC COUNT`; undefined for the whole dataset. */
export function readSince(event: Event): Read<number | undefined> {
  const since = event.queryStringParameters?.["since"];
  if (since === undefined) return { asked: undefined };
  if (SYNC_COUNT.test(since)) return { asked: Number(since) };
  return { refusal: problem(400, "Bad Request", "since is a sync count, such as since=3.") };
}

/** `?device=NAME`; null where the device does not say. */
export function readDevice(event: Event): Read<string | null> {
  const device = event.queryStringParameters?.["device"] ?? null;
  if (device === null || NAME.test(device)) return { asked: device };
  return { refusal: problem(400, "Bad Request", `device ${NAME_RULE}.`) };
}

/** The body: a JSON object, as large as a dataset may be. */
export function readContent(event: Event, { maxBytes }: UserDataSettings): Read<Members> {
  const { body = "", isBase64Encoded } = event;
  const bytes = Buffer.byteLength(body, isBase64Encoded ? "base64" : "utf8");
  if (bytes > maxBytes) return { refusal: tooLarge(maxBytes) };
  const { members, refusal } = jsonBody(event);
  if (refusal !== undefined) return { refusal };
  const names = Object.keys(members);
  if (names.length > MOST_MEMBERS) {
    const detail = `A dataset holds ${MOST_MEMBERS} members at most.`;
    return { refusal: problem(413, "Content Too Large", detail) };
  }
  if (!names.every((name) => NAME.test(name))) {
    return { refusal: problem(400, "Bad Request", `The name of a member ${NAME_RULE}.`) };
  }
  // What is kept may be longer than what was sent: 1e15 is written out.
  const kept = Buffer.byteLength(JSON.stringify(members));
  return kept > maxBytes ? { refusal: tooLarge(maxBytes) } : { asked: members };
}

const NAME_RULE = "has 1 to 128 letters, digits and _ . : -";

function tooLarge(maxBytes: number): Response {
  return problem(413, "Content Too Large", `A dataset holds ${maxBytes} bytes at most.`);
}
