/**
 * One execution environment of a function: a thread that loads the recorded archive with Lambda's
 * module rules and answers one event after another.
 */
import { parentPort, workerData } from "node:worker_threads";
import { AnswerSlots } from "./answer-slots.ts";
import { answerAwsHosts } from "./aws-hosts.ts";
import { installConsole } from "./console.ts";
import { failureOf, lambdaError, stackLines } from "./failures.ts";
import { type Handler, loadHandler } from "./handler.ts";
import { type Job, type PackedJobs, unpackJobs } from "./jobs.ts";
import { actAsMainThread } from "./main-thread.ts";
import type { Answer, Failure, WorkerMessage, WorkerStart } from "./messages.ts";
import { ownProcess } from "./own-process.ts";
import { installStreaming, StreamedPayload } from "./response-stream.ts";
import { workIn } from "./task-directory.ts";
import { signalFailure } from "./thread-failures.ts";
import { claim } from "./tickets.ts";

const start = workerData as WorkerStart;
const port = parentPort;
const slots = new AnswerSlots(start.answers);
/** The request that runs: printed lines carry its id. */
const current = { id: "", deadline: 0 };
/** Messages to the pool until now. */
let sent = 0;
/** Lambda's own limit on an answer (H191). */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024 + 100;
/** CloudWatch's limit on a line. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MAX_LINE_LENGTH = 1024 * 1024;
/** Ends the process as Lambda's runtime does after what nobody caught. */
const EXIT_UNHANDLED = 129;

// Only this thread's own start needed it, see the pool.
delete process.env["NODE_COMPILE_CACHE"];
installConsole({
  current,
  logFormat: start.logFormat,
  print: (text) => post({ kind: "line", text: text.slice(0, MAX_LINE_LENGTH) }),
});
answerAwsHosts(start.hosts);
actAsMainThread();
installStreaming();
ownProcess((signal) => endWith(signalFailure(signal)));
workIn(start.taskRoot);
process.on("uncaughtException", (error) => crash("Uncaught Exception", error, failureOf(error)));
process.on("unhandledRejection", (reason) => {
  const { errorType, errorMessage } = failureOf(reason);
  const told = typeof reason === "object" ? `${errorType}: ${errorMessage}` : errorMessage;
  crash("Unhandled Promise Rejection", reason, {
    errorType: "Runtime.UnhandledPromiseRejection",
    errorMessage: told,
  });
});

/** A function that cannot be loaded fails each of its events. */
const loading = loadHandler(start).catch(
  (error: unknown): Handler =>
    () =>
      Promise.reject(error as Error),
);
void loading.then(() => post({ kind: "ready" }));

const queue: Job[] = [];
let isRunning = false;
port?.on("message", (packed: PackedJobs) => {
  queue.push(...unpackJobs(packed));
  if (!isRunning) void runAll();
});

async function runAll(): Promise<void> {
  isRunning = true;
  const handler = await loading;
  for (let job = queue.shift(); job; job = queue.shift()) {
    if (claim(start.claims, job[0])) await run(handler, job);
  }
  isRunning = false;
}

async function run(handler: Handler, [ticket, id, event]: Job): Promise<void> {
  current.id = id;
  current.deadline = Date.now() + start.timeoutMs;
  const began = performance.now();
  try {
    const payload = toPayload(await handler(JSON.parse(event), contextOf(id)));
    answer([ticket, payload, performance.now() - began]);
  } catch (error) {
    const failure = failureOf(error);
    log("Invoke Error", error, failure);
    post({ kind: "failed", ticket, ...failure });
  }
}

function answer(message: Answer): void {
  const [ticket, payload, durationMs] = message;
  if (!slots.put(ticket, { payload, durationMs, after: sent })) post(message);
  else if (slots.mustCall()) post("answered");
}

function toPayload(result: unknown): string {
  let payload: string;
  try {
    payload = result instanceof StreamedPayload ? result.text : (JSON.stringify(result) ?? "null");
  } catch (error) {
    throw lambdaError(
      "Runtime.MarshalError",
      `Unable to stringify response body: ${String(error)}`,
    );
  }
  if (Buffer.byteLength(payload) <= MAX_PAYLOAD_BYTES) return payload;
  throw lambdaError(
    "Function.ResponseSizeTooLarge",
    "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
  );
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(awsRequestId: string) {
  const { deadline } = current;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: "$LATEST",
    functionName: start.functionName,
    memoryLimitInMB: String(start.memoryMb),
    logGroupName: start.logGroup,
    logStreamName: start.logStream,
    invokedFunctionArn: start.arn,
    awsRequestId,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function crash(title: string, error: unknown, failure: Failure): void {
  log(title, error, failure);
  endWith(failure);
}

function endWith(failure: Failure): never {
  post({ kind: "crashed", ...failure });
  process.exit(EXIT_UNHANDLED);
}

function log(title: string, error: unknown, failure: Failure): void {
  console.error(`${title} \t${JSON.stringify({ ...failure, stack: stackLines(error) })}`);
}

function post(message: WorkerMessage): void {
  sent += 1;
  port?.postMessage(message);
}
