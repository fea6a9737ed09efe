import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { mock } from "node:test";
import { closeIdleConnections } from "../../../local/gateway/idle-connections.ts";

describe("gateway: idle connections", () => {
  let server: EventEmitter;
  let connection: { bytesRead: number; isOpen: boolean; destroy(): void };
  let answer: { closed: boolean };

  beforeEach(() => {
    mock.timers.enable({ apis: ["setInterval"] });
    server = new EventEmitter();
    connection = {
      bytesRead: 100,
      isOpen: true,
      destroy() {
        connection.isOpen = false;
      },
    };
    answer = { closed: true };
    const answers = new Map([[connection, answer]]);
    closeIdleConnections(server, answers, { idle: 10_000, check: 1_000 });
    server.emit("listening");
  });
  afterEach(() => mock.timers.reset());

  it("G028: one is closed once nothing came for as long as clients may be idle", () => {
    mock.timers.tick(10_000);
    assert.equal(connection.isOpen, true);
    mock.timers.tick(1_000);
    assert.equal(connection.isOpen, false);
  });

  it("whatever comes starts the time again, the first bytes of a request too", () => {
    for (let second = 0; second < 40; second += 8) {
      connection.bytesRead += 1;
      mock.timers.tick(8_000);
    }
    assert.equal(connection.isOpen, true);
  });

  it("H188: nobody is idle while the answer is being made or read, however long that takes", () => {
    answer.closed = false;
    mock.timers.tick(60_000);
    assert.equal(connection.isOpen, true);
    answer.closed = true;
    mock.timers.tick(9_000);
    assert.equal(connection.isOpen, true);
    mock.timers.tick(1_000);
    assert.equal(connection.isOpen, false);
  });

  it("nothing is looked at behind the server's end", () => {
    server.emit("close");
    mock.timers.tick(60_000);
    assert.equal(connection.isOpen, true);
  });
});
