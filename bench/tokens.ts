import { type Answer, ask } from "./support/client.ts";
import { CLIENT_ID, withDocumented } from "./support/documented-program.ts";
import { tokenMaker } from "./support/documented-tokens.ts";
import { type Line, lineOfCounts } from "./support/line.ts";
import { type TokenCase, tokenCases } from "./support/token-cases.ts";

/** The documented token cases that the served gateway answers as AWS does, `www-authenticate` included. No clock. */
export async function measure(): Promise<readonly Line[]> {
  return withDocumented("tokens", async ({ url, issuer, keys }) => {
    const cases = tokenCases(tokenMaker(keys, issuer, CLIENT_ID));
    const failed: string[] = [];
    for (const each of cases) {
      const answer = await ask(url, each);
      if (!isAsDocumented(each, answer)) failed.push(`${each.rule} ${each.what}: ${answer.status}`);
    }
    const peers = "peers: serverless-offline 24, ministack 41, libraries 39–41";
    return [lineOfCounts("tokens", cases.length, failed, peers)];
  });
}

const BODIES: Readonly<Record<number, string>> = {
  401: '{"message":"Unauthorized"}',
  403: '{"message":"Forbidden"}',
};

function isAsDocumented({ status, challenge }: TokenCase, answer: Answer): boolean {
  const body = BODIES[status];
  if (answer.status !== status || (body !== undefined && String(answer.body) !== body))
    return false;
  // H106: whether a 403 has the header is not known.
  if (challenge === undefined) return true;
  const found = answer.headers.get("www-authenticate") ?? "";
  return challenge.endsWith("…") ? found.startsWith(challenge.slice(0, -1)) : found === challenge;
}
