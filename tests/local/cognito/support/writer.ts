import { writeSync } from "node:fs";
import { openStore } from "../../../../local/cognito/store.ts";

// Writes messages until it is killed, and says after each one how many there are.
const store = openStore(process.argv[2] ?? ":memory:");
for (let count = 1; ; count++) {
  store.outbox.add({
    time: count,
    medium: "EMAIL",
    to: "a@example.com",
    subject: null,
    body: String(count),
    code: null,
    link: null,
  });
  writeSync(1, `${count}\n`);
}
