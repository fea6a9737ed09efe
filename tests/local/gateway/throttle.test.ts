import assert from "node:assert/strict";
import { createClock } from "../../../local/clock.ts";
import { createThrottle } from "../../../local/gateway/throttle.ts";
import type { Properties } from "../../../local/program/graph.ts";
import { openGateway, type TestGateway } from "./support/gateway.ts";
import { api, authorizer, graphOf, lambda, permission, route, stage } from "./support/graph.ts";

async function withStage(
  inputs: Properties,
  test: (gateway: TestGateway) => Promise<void>,
): Promise<void> {
  const gateway = await openGateway(
    graphOf(
      api(),
      stage("$default", inputs),
      lambda("main"),
      permission("main"),
      authorizer(),
      route("GET /a"),
      route("GET /b"),
      route("GET /c", { scopes: [] }),
    ),
  );
  try {
    await test(gateway);
  } finally {
    gateway.close();
  }
}

async function statuses(gateway: TestGateway, paths: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  for (const path of paths) found.push((await gateway.send("GET", path)).status);
  return found;
}

describe("gateway: throttling", () => {
  it("H241: the bucket holds the burst and fills at the rate", () => {
    const clock = createClock(() => 0);
    const take = createThrottle({ burst: 2, rate: 4 }, clock);
    const taken = [take(), take(), take()];
    clock.advance(0.25);
    taken.push(take(), take());
    clock.advance(60);
    taken.push(take(), take(), take());
    assert.deepEqual(taken, [true, true, false, true, false, true, true, false]);
  });

  it("a clock that steps back does not stop the filling", () => {
    const clock = createClock(() => 0);
    const take = createThrottle({ burst: 1, rate: 1 }, clock);
    take();
    clock.advance(-3600);
    assert.equal(take(), false);
    clock.advance(1);
    assert.equal(take(), true);
  });

  it("H242: over the limit is 429, and the runtime's clock refills", async () => {
    await withStage(
      { defaultRouteSettings: { throttlingBurstLimit: 1, throttlingRateLimit: 1 } },
      async (gateway) => {
        assert.deepEqual(await statuses(gateway, ["/a", "/a"]), [200, 429]);
        const reply = await gateway.send("GET", "/a");
        assert.equal(reply.body, '{"message":"Too Many Requests"}');
        assert.equal("retry-after" in reply.headers, false);
        gateway.clock.advance(1);
        assert.deepEqual(await statuses(gateway, ["/a"]), [200]);
      },
    );
  });

  it("H243: a route's own settings replace the stage's", async () => {
    const routeSettings = [{ routeKey: "GET /a", throttlingBurstLimit: 1, throttlingRateLimit: 1 }];
    await withStage(
      { defaultRouteSettings: { throttlingBurstLimit: 3, throttlingRateLimit: 1 }, routeSettings },
      async (gateway) => {
        assert.deepEqual(
          await statuses(gateway, ["/a", "/a", "/b", "/b", "/b", "/b"]),
          [200, 429, 200, 200, 200, 429],
        );
      },
    );
  });

  for (const [what, settings] of Object.entries({
    "burst 0": { throttlingBurstLimit: 0, throttlingRateLimit: 100 },
    "rate 0": { throttlingBurstLimit: 100, throttlingRateLimit: 0 },
    "metrics only, where the provider writes zeros": { detailedMetricsEnabled: true },
  })) {
    it(`H244: ${what} blocks everything`, async () => {
      await withStage({ defaultRouteSettings: settings }, async (gateway) => {
        assert.deepEqual(await statuses(gateway, ["/a"]), [429]);
      });
    });
  }

  it("H245: a throttled request reaches neither authorizer nor function", async () => {
    await withStage(
      { defaultRouteSettings: { throttlingBurstLimit: 0, throttlingRateLimit: 0 } },
      async (gateway) => {
        assert.deepEqual(await statuses(gateway, ["/c", "/a"]), [429, 429]);
        assert.equal(gateway.events.length, 0);
      },
    );
  });

  it("an unknown path takes nothing from the bucket", async () => {
    await withStage(
      { defaultRouteSettings: { throttlingBurstLimit: 1, throttlingRateLimit: 1 } },
      async (gateway) => {
        assert.deepEqual(await statuses(gateway, ["/x", "/x", "/a"]), [404, 404, 200]);
      },
    );
  });
});
