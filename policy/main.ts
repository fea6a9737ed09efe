/** The review as a process: its arguments, its streams, its exit status. */
import { text } from "node:stream/consumers";
import { runReview } from "./review.ts";

// A reader that has seen enough is no failure.
process.stdout.on("error", () => undefined);
void runReview(process.argv.slice(2), {
  input: () => text(process.stdin),
  print: (report) => void process.stdout.write(report),
  printAside: (message) => void process.stderr.write(message),
}).then((status) => (process.exitCode = status));
