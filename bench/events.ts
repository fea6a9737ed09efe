import { answerChecks } from "./support/answer-checks.ts";
import { callerChecks } from "./support/caller-checks.ts";
import { ask } from "./support/client.ts";
import { CLIENT_ID, withDocumented } from "./support/documented-program.ts";
import { tokenMaker } from "./support/documented-tokens.ts";
import { type Event, type EventCheck, eventChecks } from "./support/event-checks.ts";
import { type Line, lineOfCounts } from "./support/line.ts";

/** Documented checks of payload 2.0, event, answer and errors, that hold at the served gateway. No clock. */
export async function measure(): Promise<readonly Line[]> {
  return withDocumented("events", async ({ url, issuer, keys }) => {
    const maker = tokenMaker(keys, issuer, CLIENT_ID);
    const checks = [...eventChecks(), ...callerChecks(maker), ...answerChecks()];
    const failed: string[] = [];
    for (const each of checks) {
      if (!(await holds(url, each))) failed.push(`${each.rule} ${each.what}`);
    }
    const peers = "peers: serverless-offline 22, ministack 28";
    return [lineOfCounts("events", checks.length, failed, peers)];
  });
}

async function holds(url: string, { request, holds: isTrue }: EventCheck): Promise<boolean> {
  const answer = await ask(url, request);
  const isEcho = !request.headers?.some(([name]) => name === "X-Answer") && answer.status === 200;
  const event = isEcho ? (JSON.parse(String(answer.body)) as Event) : undefined;
  return isTrue(answer, event ?? { headers: {}, requestContext: { http: {} } });
}
