import { deepEqual } from "node:assert/strict";
import {
  type QueuedSignature,
  SignatureQueue,
} from "../../../../local/gateway/jwt/signature-queue.ts";

const PLACES = 32;

function numbered(at: number): QueuedSignature {
  const algorithm = ["RSA-SHA256", "RSA-SHA384", "RSA-SHA512"][at % 3] ?? "";
  return {
    algorithm,
    key: at % 5,
    data: Buffer.from(`data ${at}`),
    signature: Buffer.alloc(at % 300, at),
  };
}

describe("signatures in shared memory", () => {
  let gateway: SignatureQueue;
  let thread: SignatureQueue;

  beforeEach(() => {
    gateway = new SignatureQueue();
    thread = new SignatureQueue(gateway.memory);
  });

  it("come in their order, as often as places are used again, and so do the results", () => {
    for (let at = 0; at < 1_000; at += 1) {
      const pair = [numbered(2 * at), numbered(2 * at + 1)];
      deepEqual(
        pair.map((one) => gateway.put(one)),
        [true, true],
      );
      const seen = pair.map((_, which) => {
        const next = thread.next();
        const copy = {
          ...next,
          data: Buffer.from(next.data),
          signature: Buffer.from(next.signature),
        };
        thread.finish((at + which) % 3 === 0);
        return copy;
      });
      deepEqual(seen, pair);
      const results = [gateway.take(), gateway.take(), gateway.take()];
      deepEqual(results, [at % 3 === 0, (at + 1) % 3 === 0, undefined]);
    }
  });

  it("keep their places until the results are taken", () => {
    const put = Array.from({ length: PLACES + 1 }, (_, at) => gateway.put(numbered(at)));
    deepEqual(put, [...Array.from({ length: PLACES }, () => true), false]);
    thread.next();
    thread.finish(true);
    deepEqual(gateway.put(numbered(1)), false);
    deepEqual([gateway.take(), gateway.put(numbered(1))], [true, true]);
  });

  it("are not taken in when they are too long, or of another algorithm", () => {
    const one = numbered(0);
    deepEqual(
      [
        gateway.put({ ...one, data: Buffer.alloc(10_240) }),
        gateway.take(),
        gateway.put({ ...one, data: Buffer.alloc(10_240), signature: Buffer.alloc(1) }),
        gateway.put({ ...one, algorithm: "RSA-SHA1" }),
      ],
      [true, undefined, false, false],
    );
  });

  it("call the gateway once until it looks", () => {
    for (let at = 0; at < 3; at += 1) gateway.put(numbered(at));
    const finish = (): boolean => {
      thread.next();
      return thread.finish(true);
    };
    const before = [finish(), finish()];
    gateway.heard();
    deepEqual([...before, finish()], [true, false, true]);
  });
});
