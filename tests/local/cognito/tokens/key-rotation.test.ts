import { deepEqual, equal, rejects } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { createClock } from "../../../../local/clock.ts";
import type { PoolKeys } from "../../../../local/cognito/tokens/pool-keys.ts";
import { createSigning, readSigning } from "../../../../local/cognito/tokens/signing.ts";
import { openStore, readKeys } from "../../../../local/cognito/store.ts";
import { client, graphOf, pool, POOL_ID } from "../support/graph.ts";
import { call, createUser, signIn } from "../support/json-api.ts";
import { keyOfRing } from "../support/key-ring.ts";
import { ACCESS_KID, ID_KID, type RunningPools, serve } from "../support/running-pools.ts";

const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`;
const DAY_AND_MINUTE = 86_460;

const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString())["kid"];
const kidsOf = ({ published }: PoolKeys): string[] => published.map(({ kid }) => kid);

describe("rotation of a pool's keys", () => {
  describe("on a server", () => {
    let pools: RunningPools;
    beforeEach(async () => {
      pools = await serve(graphOf(pool(), client()));
      await createUser(pools);
    });
    afterEach(() => pools.close());

    const tokens = async () => (await signIn(pools)).body["AuthenticationResult"];
    const jwks = `/${POOL_ID}/.well-known/jwks.json`;
    const publishedKids = async (): Promise<string[]> => {
      const { keys } = await (await fetch(pools.origin + jwks)).json();
      return keys.map(({ kid }: { kid: string }) => kid);
    };

    it("C9: new tokens are signed with the new pair at once", async () => {
      await pools.signing.rotate(POOL_ID);
      const { AccessToken, IdToken } = await tokens();
      const kids = await publishedKids();
      deepEqual(kids.slice(0, 2).toSorted(), [kidOf(IdToken), kidOf(AccessToken)].toSorted());
      deepEqual(kids.slice(2).toSorted(), [ACCESS_KID, ID_KID].toSorted());
    });

    it("C9: a client that fetches again on an unknown kid verifies tokens of both", async () => {
      // Without the pause that jose makes between fetches, by the machine's own time.
      const keySet = createRemoteJWKSet(new URL(pools.origin + jwks), { cooldownDuration: 0 });
      const verify = (token: string) =>
        jwtVerify(token, keySet, { issuer: ISSUER, currentDate: new Date(pools.clock.now()) });
      const before = await tokens();
      await verify(before.AccessToken);
      await pools.signing.rotate(POOL_ID);
      const after = await tokens();
      for (const { AccessToken, IdToken } of [before, after]) {
        equal((await verify(AccessToken)).payload.iss, ISSUER);
        equal((await verify(IdToken)).payload.iss, ISSUER);
      }
    });

    it("C9, C160: the pool's own operations take a token of a former key", async () => {
      const { AccessToken } = await tokens();
      await pools.signing.rotate(POOL_ID);
      equal((await call(pools, "GetUser", { AccessToken })).status, 200);
    });

    it("C9, C29: a former key is published until the last token that it signed has expired", async () => {
      const { AccessToken } = await tokens();
      await pools.signing.rotate(POOL_ID);
      const keys = pools.pools.issuerKeys(ISSUER);
      pools.clock.advance(DAY_AND_MINUTE - 1);
      equal((await publishedKids()).length, 4);
      equal((await keys?.find(ACCESS_KID ?? ""))?.alg, "RS256");
      pools.clock.advance(1);
      equal((await publishedKids()).length, 2);
      equal(await keys?.find(ACCESS_KID ?? ""), undefined);
      const { body } = await call(pools, "GetUser", { AccessToken });
      equal(body["message"], "Invalid Access Token");
    });
  });

  describe("in a state directory", () => {
    let location: string;
    beforeEach(() => {
      location = mkdtempSync(join(tmpdir(), "keys-"));
    });
    afterEach(() => rmSync(location, { recursive: true }));
    const clock = createClock(() => 0);

    it("C9: keeps four generations of former keys, whatever the clock says", async () => {
      const store = openStore(":memory:");
      const moved = createClock(() => 0);
      const signing = createSigning(store, moved, keyOfRing);
      const made = [kidsOf(await signing.keysOf("p_1"))];
      for (let count = 0; count < 5; count += 1) {
        moved.advance(count === 0 ? 100 : 0);
        made.unshift(kidsOf(await signing.rotate("p_1")).slice(0, 2));
        moved.reset();
      }
      const kept = kidsOf(await signing.keysOf("p_1"));
      deepEqual(kept.toSorted(), made.slice(0, 5).flat().toSorted());
      deepEqual(kept.slice(0, 2), made[0]);
    });

    it("C9: a restart finds the keys as the rotation left them", async () => {
      const first = openStore(location);
      const signing = createSigning(first, clock, keyOfRing);
      await signing.keysOf("p_1");
      const rotated = kidsOf(await signing.rotate("p_1"));
      first.close();
      const second = openStore(location);
      deepEqual(kidsOf(await createSigning(second, clock, keyOfRing).keysOf("p_1")), rotated);
      second.close();
    });

    it("design 5.3: a reset leaves former keys alone, too", async () => {
      const store = openStore(":memory:");
      const rotated = kidsOf(await createSigning(store, clock, keyOfRing).rotate("p_1"));
      store.reset();
      deepEqual(kidsOf(await createSigning(store, clock, keyOfRing).keysOf("p_1")), rotated);
    });

    it("keeps no private key that signs no more", async () => {
      const store = openStore(":memory:");
      await createSigning(store, clock, keyOfRing).rotate("p_1");
      equal(store.keys.ofPool("p_1").length, 2);
      deepEqual(
        store.keys.formerOf("p_1").map(({ spki }) => Buffer.from(spki).length),
        [294, 294],
      );
    });

    it("whoever only reads the keys finds the former ones and signs with none", async () => {
      const store = openStore(location);
      const signing = createSigning(store, clock, keyOfRing);
      const [former = ""] = kidsOf(await signing.keysOf("p_1"));
      await signing.rotate("p_1");
      const read = await readSigning({ keys: readKeys(location), clock }).keysOf("p_1");
      equal(read.find(former)?.alg, "RS256");
      const none = readSigning({ keys: readKeys(":memory:"), clock }).keysOf("p_1");
      await rejects((await none).sign("id", {}), { message: "pool p_1 has no id key" });
      store.close();
    });

    it("two rotations at once make two generations", async () => {
      const signing = createSigning(openStore(":memory:"), clock, keyOfRing);
      await Promise.all([signing.rotate("p_1"), signing.rotate("p_1")]);
      equal(kidsOf(await signing.keysOf("p_1")).length, 6);
    });
  });
});
