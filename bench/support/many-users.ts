import { randomBytes, randomUUID } from "node:crypto";
import { addUser } from "../../local/cognito/sign-up/new-names.ts";
import { newPasswordRecord } from "../../local/cognito/passwords/passwords.ts";
import { readPools } from "../../local/cognito/pool.ts";
import type { PasswordRecord } from "../../local/cognito/tables/users.ts";
import type { Graph } from "../../local/program/graph.ts";
import { withPool } from "../../local/users/place.ts";
import { addressOf, PASSWORD } from "./password-sign-in.ts";

const VERIFIER_BYTES = 384;

/**
 * Fills a state directory with confirmed users of the graph's pool.
 * @param withPassword how many of them sign in; a verifier takes half a millisecond, so the others have random bytes
 */
export async function fillState(
  state: string,
  graph: Graph,
  { users, withPassword }: { readonly users: number; readonly withPassword: number },
): Promise<void> {
  const [pool] = readPools(graph);
  if (!pool) throw new Error("The recording has no user pool.");
  const nobodys: PasswordRecord = { salt: "0".repeat(32), verifier: randomBytes(VERIFIER_BYTES) };
  const add = (number: number, context: Parameters<typeof addUser>[0]): void => {
    const sub = randomUUID();
    const email = addressOf(number);
    addUser(
      context,
      {
        pool: pool.id,
        sub,
        username: sub,
        status: "CONFIRMED",
        enabled: true,
        password: number < withPassword ? newPasswordRecord(pool, sub, PASSWORD) : nobodys,
        passwordExpires: null,
        attributes: { email, email_verified: "true" },
        created: 0,
        modified: 0,
        seed: null,
      },
      { email },
    );
  };
  await withPool({ state, printAside: console.error }, pool, (context) =>
    context.service.store.transaction(() => {
      for (let number = 0; number < users; number += 1) add(number, context);
    }),
  );
}
