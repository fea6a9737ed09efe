import { parentPort } from "node:worker_threads";

parentPort?.on("message", (event) => parentPort.postMessage(event));
