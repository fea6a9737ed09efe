import type { IncomingMessage } from "node:http";
import { parseJsonObject } from "../strict-json.ts";
import { isLoopback } from "../loopback.ts";
import { type ErrorName, ServiceError, TEXTS } from "./errors.ts";
import {
  ANY_ORIGIN,
  type Exchange,
  type Headers,
  JSON_BYTES,
  mediaType,
  readBody,
  requestId,
  send,
  utf8,
} from "../exchange.ts";
import { checkInput } from "./check-input.ts";
import { NOTHING, type Operation } from "./operation.ts";
import { ownTurn } from "../own-turn.ts";

/** One of the AWS JSON APIs at `POST /` (C154). */
export interface JsonApi<Context> {
  /** What stands in front of the operation in `X-Amz-Target`, without the dot. */
  readonly target: string;
  /** Operations that AWS wants signed, served here or not (C158). */
  readonly signedOperations: ReadonlySet<string>;
  /** Those that are served, by name. */
  readonly operations: ReadonlyMap<string, Operation<Context>>;
  /** What it calls an input that breaks the model's constraints. @default "InvalidParameterException" */
  readonly invalidInput?: ErrorName;
}

const CONTENT_TYPE = "application/x-amz-json-1.1";
const CONTENT_TYPES = [CONTENT_TYPE, "application/x-amz-json-1.0", "application/json"];

// C159; `authorization` has to be named, the asterisk does not cover it.
const CORS: Headers = {
  ...ANY_ORIGIN,
  "access-control-allow-methods": "POST, OPTIONS",
  "access-control-allow-headers":
    "*, authorization, content-type, x-amz-target, x-amz-user-agent, amz-sdk-invocation-id, " +
    "amz-sdk-request, cache-control, x-amz-date, x-amz-security-token, x-amz-content-sha256",
  "access-control-expose-headers":
    "x-amzn-errortype, x-amzn-errormessage, x-amzn-requestid, x-amzn-query-error",
  "access-control-max-age": "86400",
};

/** Answers one request to a JSON API (section 5.1). */
export async function answerJsonApi<Context>(
  api: JsonApi<Context>,
  context: Context,
  exchange: Exchange,
): Promise<void> {
  const { request, response } = exchange;
  if (exchange.method === "OPTIONS") {
    send(response, { status: 200, headers: CORS });
    return;
  }
  const body = await readBody(request, JSON_BYTES);
  // Its sender may not have stopped yet.
  if (body === undefined) response.setHeader("connection", "close");
  try {
    const output = await run(api, context, { exchange, body });
    answer(exchange, 200, { body: output === NOTHING ? "" : JSON.stringify(output) });
  } catch (error) {
    refuse(exchange, error);
  }
}

async function run<Context>(
  api: JsonApi<Context>,
  context: Context,
  { exchange, body }: { readonly exchange: Exchange; readonly body: Buffer | undefined },
): Promise<object> {
  const { request } = exchange;
  const name = operationName(api.target, String(request.headers["x-amz-target"] ?? ""));
  if (api.signedOperations.has(name)) requireSignature(request);
  const operation = api.operations.get(name);
  if (!operation) throw unknownOperation(name);
  const isJson = CONTENT_TYPES.includes(mediaType(request));
  const text = isJson && body ? utf8(body) : undefined;
  const input = text === undefined ? undefined : parseJsonObject(text, true);
  if (!input) {
    throw new ServiceError(
      "SerializationException",
      body ? "The request body is not a JSON object." : "The request body is too large.",
    );
  }
  const checked = checkInput(operation.input, input, api.invalidInput);
  await ownTurn();
  return operation.run(context, checked);
}

function operationName(api: string, target: string): string {
  return target.startsWith(`${api}.`) ? target.slice(api.length + 1) : "";
}

function unknownOperation(name: string): ServiceError {
  const shown = /^[A-Za-z]{1,64}$/.test(name) ? name : "This operation";
  return new ServiceError("UnknownOperationException", `${shown} is not served here.`);
}

/**
 * Refuses what is not signed, and what a page from elsewhere has signed: as no signature is checked here, any page that
 * somebody looks at could be their administrator.
 */
function requireSignature({ headers }: IncomingMessage): void {
  if (!isSigned(headers.authorization)) {
    throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  const { origin } = headers;
  if (origin !== undefined && !isLoopback(URL.parse(origin)?.hostname ?? "")) {
    throw new ServiceError("UnrecognizedClientException", TEXTS.foreignSigner);
  }
}

/** Whether the header has the form of Signature Version 4; who signed is not checked (design 5.1). */
function isSigned(authorization: string | undefined): boolean {
  return /^AWS4-HMAC-SHA256 Credential=[^,\s]+,\s*SignedHeaders=[^,\s]+,\s*Signature=[0-9a-f]+$/.test(
    authorization ?? "",
  );
}

function refuse(exchange: Exchange, error: unknown): void {
  if (!(error instanceof ServiceError)) throw error;
  const { code, message } = error;
  answer(exchange, code === "InternalErrorException" ? 500 : 400, {
    body: JSON.stringify({ __type: code, message }),
    headers: { "x-amzn-errortype": `${code}:`, "x-amzn-errormessage": headerText(message) },
  });
}

function answer(
  { response }: Exchange,
  status: number,
  args: { readonly body: string; readonly headers?: Headers },
): void {
  const headers = {
    ...CORS,
    "content-type": CONTENT_TYPE,
    "x-amzn-requestid": requestId(),
    "cache-control": "no-store",
    ...args.headers,
  };
  send(response, { status, headers, body: args.body });
}

// Header values are Latin-1 on the wire: whatever else a message quotes is left to the body.
function headerText(message: string): string {
  return message.replaceAll(/[^\x20-\x7e]/g, "?");
}
