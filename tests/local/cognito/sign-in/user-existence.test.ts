import assert from "node:assert/strict";
import { Browser, flowQuery, type Loaded } from "../support/browser.ts";
import { client, domain, graphOf, pool } from "../support/graph.ts";
import { createUser, EMAIL, PASSWORD } from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";

const NOBODY = "nobody@example.com";
const alertOf = ({ text }: Loaded) => /role="alert">([^<]*)</.exec(text)?.[1];

describe("what the pages tell about who exists", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  /** The alerts that both pages show for names, or where they lead. */
  async function told(preventUserExistenceErrors: "LEGACY" | "ENABLED") {
    pools = await serve(graphOf(pool(), domain(), client({ preventUserExistenceErrors })));
    await createUser(pools);
    const outcome = async (path: string, fields: Record<string, string>) => {
      const browser = new Browser(pools);
      await browser.load(`${path}?${flowQuery()}`);
      const answer = await browser.post(`${path}?${flowQuery()}`, fields);
      return answer.location === "" ? alertOf(answer) : new URL(answer.location).pathname;
    };
    return {
      signInKnown: await outcome("/login", { username: EMAIL, password: "wrong-Password-1!" }),
      signInUnknown: await outcome("/login", { username: NOBODY, password: PASSWORD }),
      forgotKnown: await outcome("/forgotPassword", { username: EMAIL }),
      forgotUnknown: await outcome("/forgotPassword", { username: NOBODY }),
      signUpKnown: await outcome("/signup", { username: EMAIL, password: PASSWORD }),
    };
  }

  it("C149, C150: LEGACY tells who does not exist", async () => {
    assert.deepEqual(await told("LEGACY"), {
      signInKnown: "Incorrect username or password.",
      signInUnknown: "User does not exist.",
      forgotKnown: "/confirmForgotPassword",
      forgotUnknown: "Username/client id combination not found.",
      signUpKnown: "An account with the given email already exists.",
    });
  });

  it("C149, C151, C152: ENABLED tells at sign-up only", async () => {
    assert.deepEqual(await told("ENABLED"), {
      signInKnown: "Incorrect username or password.",
      signInUnknown: "Incorrect username or password.",
      forgotKnown: "/confirmForgotPassword",
      forgotUnknown: "/confirmForgotPassword",
      signUpKnown: "An account with the given email already exists.",
    });
  });
});
