import type { Signing } from "../cognito/tokens/signing.ts";
import type { UserPoolDescription } from "../cognito/user-pools.ts";
import { type Answer, json } from "./answer.ts";
import { readObject } from "./json-body.ts";

/** What keys are rotated of. */
export interface KeyOwners {
  readonly signing: Signing;
  /** The pools that are served. */
  readonly pools: readonly UserPoolDescription[];
}

/**
 * Gives pools new signing keys, as AWS may at any time (C9): `{"pool":"NAME or ID"}`, all pools without one.
 * Answers `{"pools":[{"name","id","kids":[…]}]}`: ids of the keys as published, those of the two that sign now first.
 */
export async function rotateKeys({ signing, pools }: KeyOwners, body: string): Promise<Answer> {
  const asked = body === "" ? {} : readObject(body);
  const pool = asked?.["pool"];
  if (!asked || (pool !== undefined && typeof pool !== "string")) {
    const message = 'Send {"pool":"NAME"} with its logical name or id, or nothing for all pools.';
    return json({ message }, 400);
  }
  const chosen = pools.filter(({ name, id }) => pool === undefined || pool === name || pool === id);
  if (pool !== undefined && chosen.length === 0) {
    return json({ message: `There is no user pool ${JSON.stringify(pool)} here.` }, 404);
  }
  const rotated = chosen.map(async ({ name, id }) => {
    const { published } = await signing.rotate(id);
    return { name, id, kids: published.map(({ kid }) => kid) };
  });
  return json({ pools: await Promise.all(rotated) });
}
