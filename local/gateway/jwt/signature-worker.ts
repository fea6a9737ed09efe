/** The thread that checks signatures: one after another out of shared memory, for as long as it lives. */
import { type KeyObject, verify } from "node:crypto";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { type QueueMemory, SignatureQueue } from "./signature-queue.ts";

/** A key is sent ahead of its first signature. Keys are numbered in the order in which they are sent. */
const keys: KeyObject[] = [];
const queue = new SignatureQueue(workerData as QueueMemory);

function keyOf(number: number): KeyObject | undefined {
  while (keys.length <= number && parentPort) {
    const received = receiveMessageOnPort(parentPort) as
      { readonly message: KeyObject } | undefined;
    if (!received) break;
    keys.push(received.message);
  }
  return keys[number];
}

for (;;) {
  const { algorithm, data, key, signature } = queue.next();
  const known = keyOf(key);
  let isGood = false;
  try {
    isGood = known !== undefined && verify(algorithm, data, known, signature);
  } catch {
    // What cannot be checked is not good.
  }
  if (queue.finish(isGood)) parentPort?.postMessage("checked");
}
