/** Fills a state directory until a write fails, and says what became of that write and of those before. */
import { openStore } from "../../../../local/cognito/store.ts";

const message = { time: 0, medium: "EMAIL", subject: "", code: null, link: null } as const;
const [, , location = ""] = process.argv;

try {
  const store = openStore(location);
  let acknowledged = 0;
  const write = () =>
    store.outbox.add({ ...message, to: `${acknowledged}`, body: "x".repeat(999) });
  try {
    for (; acknowledged < 10_000; acknowledged += 1) store.transaction(write);
  } catch (error) {
    const { errstr } = error as { errstr?: string };
    console.log(JSON.stringify({ errstr, isWhole: store.messages().length === acknowledged }));
  }
  store.close();
} catch (error) {
  console.log((error as Error).message);
}
