import { deepEqual, equal, match } from "node:assert/strict";
import { createClock } from "../../../../local/clock.ts";
import { createAuthorizerResults } from "../../../../local/gateway/lambda-authorizer/authorizer-results.ts";
import { type Event, type TestGateway, using } from "../support/gateway.ts";
import { stage } from "../support/graph.ts";
import {
  allow,
  allowed,
  answering,
  apiArn,
  asked,
  guarded,
  key,
  policy,
  statuses,
} from "../support/guarded.ts";

const cached = { authorizerResultTtlInSeconds: 300 };
const cachedPolicies = { ...cached, enableSimpleResponses: false };
const denied = '{"isAuthorized":false}';

/** Allows the identity "good" alone. */
const onlyGood = answering((event: Event) =>
  (event["identitySource"] as string[])[0] === "good" ? allowed : denied,
);

const calls = (gateway: TestGateway): number => asked(gateway).length;

describe("gateway: kept answers of Lambda authorizers", () => {
  it("H204: 0 keeps nothing", async () => {
    await using(guarded(), answering(allowed), async (gateway) => {
      deepEqual(await statuses(gateway, ["/a", "k"], ["/a", "k"]), [200, 200]);
      equal(calls(gateway), 2);
    });
  });

  it("H204, U27: an unset time to live keeps nothing unless the switch says so", async () => {
    const unset = { authorizerResultTtlInSeconds: null };
    const ask = async (inputs: object, switches: object): Promise<number> => {
      let count = 0;
      await using(guarded({ ...inputs }), { ...answering(allowed), switches }, async (gateway) => {
        await statuses(gateway, ["/a", "k"], ["/a", "k"]);
        count = calls(gateway);
      });
      return count;
    };
    equal(await ask(unset, {}), 2);
    equal(await ask(unset, { defaultAuthorizerTtlSeconds: 300 }), 1);
    equal(
      await ask({ ...unset, identitySources: [] }, { defaultAuthorizerTtlSeconds: 300 }),
      2,
      "H204: nothing identifies the caller",
    );
  });

  it("H205, H206: a simple response covers all routes of the authorizer", async () => {
    await using(guarded(cached), answering(allowed), async (gateway) => {
      const paths = ["/a", "/b", "/items/1", "/x"].map((path) => [path, "k"] as const);
      deepEqual(await statuses(gateway, ...paths), [200, 200, 200, 200]);
      equal(calls(gateway), 1);
    });
  });

  it("H205: $context.routeKey keeps answers per route", async () => {
    const identitySources = ["$request.header.X-Key", "$context.routeKey"];
    const inputs = { ...cached, identitySources };
    await using(guarded(inputs), answering(allowed), async (gateway) => {
      await statuses(gateway, ["/a", "k"], ["/b", "k"], ["/a", "k"], ["/items/1", "k"]);
      await statuses(gateway, ["/items/2", "k"]);
      equal(calls(gateway), 3);
      deepEqual(asked(gateway)[2]?.["identitySource"], ["k", "ANY /items/{id}"]);
    });
  });

  it("H206: a kept policy is asked about each request's own ARN", async () => {
    const answer = answering(policy([allow([`${apiArn}/*/GET/a`, `${apiArn}/*/GET/items/1`])]));
    await using(guarded(cachedPolicies), answer, async (gateway) => {
      deepEqual(
        await statuses(gateway, ["/a", "k"], ["/b", "k"], ["/items/1", "k"], ["/items/2", "k"]),
        [200, 403, 200, 403],
      );
      equal((await gateway.send("DELETE", "/items/1", { headers: [key("k")] })).status, 403);
      equal(calls(gateway), 1);
      match(
        gateway.log[0] ?? "",
        /GET \/b .* answer to an earlier request: no Allow of this request/,
      );
    });
  });

  it("H206: a kept policy of thousands of statements is asked again and again", async () => {
    const statements = Array.from({ length: 5_000 }, (_, id) =>
      allow(`${apiArn}/*/GET/items/${id}`),
    );
    await using(guarded(cachedPolicies), answering(policy(statements)), async (gateway) => {
      deepEqual(
        await statuses(gateway, ["/items/0", "k"], ["/items/4999", "k"], ["/items/5000", "k"]),
        [200, 200, 403],
      );
      equal(calls(gateway), 1);
    });
  });

  it("H206: denials are kept too", async () => {
    for (const [inputs, answer] of [
      [cached, denied],
      [cachedPolicies, policy([])],
    ] as const) {
      await using(guarded(inputs), answering(answer), async (gateway) => {
        deepEqual(await statuses(gateway, ["/a", "k"], ["/b", "k"]), [403, 403]);
        equal(calls(gateway), 1);
      });
    }
  });

  for (const [what, answer] of [
    ["H202: what is no answer", '{"isAuthorized":1}'],
    ["H202: an error", { ok: false, kind: "error", errorType: "E", errorMessage: "boom" }],
    [
      "H201: Unauthorized",
      { ok: false, kind: "error", errorType: "E", errorMessage: "Unauthorized" },
    ],
  ] as const) {
    it(`${what} is not kept`, async () => {
      await using(guarded(cached), answering(answer), async (gateway) => {
        await statuses(gateway, ["/a", "k"], ["/a", "k"]);
        equal(calls(gateway), 2);
      });
    });
  }

  it("H207: each stage has its own", async () => {
    await using(
      guarded(cached, [stage("dev"), stage("live")]),
      answering(allowed),
      async (gateway) => {
        await statuses(
          gateway,
          ["/dev/a", "k"],
          ["/live/a", "k"],
          ["/dev/b", "k"],
          ["/live/b", "k"],
        );
        equal(calls(gateway), 2);
      },
    );
  });

  it("H204: an answer ends with its time, to the millisecond, also when the clock is set back", async () => {
    await using(guarded(cached), answering(allowed), async (gateway) => {
      const count = async (seconds: number): Promise<number> => {
        gateway.clock.advance(seconds);
        await statuses(gateway, ["/a", "k"]);
        return calls(gateway);
      };
      equal(await count(0), 1);
      equal(await count(299.999), 1);
      equal(await count(0.001), 2);
      equal(await count(-1), 3);
      equal(await count(1), 3);
    });
  });

  it("the context stays with its answer", async () => {
    const answer = answering((event) =>
      JSON.stringify({ isAuthorized: true, context: { who: event["identitySource"] } }),
    );
    await using(guarded(cached), answer, async (gateway) => {
      await statuses(gateway, ["/a", "ada"], ["/a", "eve"], ["/b", "ada"], ["/b", "eve"]);
      const who = gateway.events
        .map((event) => event.requestContext["authorizer"] as { lambda: { who: string[] } })
        .flatMap((authorizer) => authorizer?.lambda.who ?? []);
      deepEqual(who, ["ada", "eve", "ada", "eve"]);
    });
  });

  it("requests at the same time are each asked about, and each keeps its own answer", async () => {
    const values = ["good", "bad", "good", "bad"];
    const all = Promise.withResolvers<void>();
    const waiting: Event[] = [];
    const late = answering(async (event) => {
      if (waiting.push(event) === values.length) all.resolve();
      await all.promise;
      const [identity] = event["identitySource"] as string[];
      return { ok: true, payload: identity === "good" ? allowed : denied };
    });
    await using(guarded(cached), late, async (gateway) => {
      const replies = await Promise.all(values.map((value) => statuses(gateway, ["/a", value])));
      deepEqual(replies.flat(), [200, 403, 200, 403]);
      equal(calls(gateway), 4);
    });
  });
});

describe("gateway: kept answers belong to one identity", () => {
  const others = ["Good", "good,", ",good", "good,good", '"good"', "goo"];
  for (const value of others) {
    it(`"${value}" is not "good"`, async () => {
      await using(guarded(cached), onlyGood, async (gateway) => {
        deepEqual(await statuses(gateway, ["/a", "good"], ["/a", value]), [200, 403]);
        equal(calls(gateway), 2);
      });
    });
  }

  it("a comma in a value does not move what belongs to another source", async () => {
    const identitySources = ["$request.querystring.a", "$request.querystring.b"];
    const answer = answering((event) =>
      (event["identitySource"] as string[])[0] === "x,y" ? allowed : denied,
    );
    await using(guarded({ ...cached, identitySources }), answer, async (gateway) => {
      const paths = ["/a?a=x,y&b=z", "/a?a=x&b=y,z", "/a?a=x%22,%22y&b=z"];
      deepEqual(
        await statuses(gateway, ...paths.map((path) => [path, "k"] as const)),
        [200, 403, 403],
      );
      equal(calls(gateway), 3);
    });
  });

  it("one source does not stand for another", async () => {
    const identitySources = ["$request.header.X-Key", "$request.querystring.b"];
    await using(guarded({ ...cached, identitySources }), onlyGood, async (gateway) => {
      deepEqual(
        await statuses(gateway, ["/a?b=other", "good"], ["/a?b=good", "other"]),
        [200, 403],
      );
    });
  });
});

describe("gateway: the memory of an authorizer", () => {
  const answer = {
    kind: "simple",
    isAuthorized: true,
    principalId: undefined,
    context: undefined,
  } as const;
  const create = () =>
    createAuthorizerResults(
      60,
      createClock(() => 0),
    );

  it("holds 1000 answers, and gives up the oldest", () => {
    const results = create();
    for (let index = 0; index <= 1_000; index += 1) results.keep([`k${index}`], answer, 10);
    equal(results.find(["k0"]), undefined);
    equal(results.find(["k1"]), answer);
    equal(results.find(["k1000"]), answer);
  });

  it("holds 8 MB of answers, and gives up the oldest", () => {
    const results = create();
    results.keep(["a"], answer, 5_000_000);
    results.keep(["b"], answer, 3_000_000);
    equal(results.find(["a"]), answer);
    results.keep(["c"], answer, 1_000_000);
    equal(results.find(["a"]), undefined);
    equal(results.find(["b"]), answer);
  });

  it("counts an identity that is asked about again once", () => {
    const results = create();
    for (let index = 0; index < 100; index += 1) results.keep(["a"], answer, 1_000_000);
    results.keep(["b"], answer, 1_000_000);
    equal(results.find(["a"]), answer);
    equal(results.find(["b"]), answer);
  });
});
