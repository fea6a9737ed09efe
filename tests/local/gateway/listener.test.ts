import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { mock } from "node:test";
import { createGatewayServer, defaultPatience } from "../../../local/gateway/listener.ts";
import { closeServers } from "../../../local/shutdown.ts";
import { openGateway, type TestGateway } from "./support/gateway.ts";
import { apiWith, route } from "./support/graph.ts";

describe("gateway: framing", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway(apiWith(route("ANY /a"), route("ANY /big")));
  });
  after(() => gateway.close());

  /** Sends lines; HOST stands for a good Host line. Returns the status of each answer. */
  async function statuses(...lines: readonly string[]): Promise<string[]> {
    const host = `Host: 127.0.0.1:${gateway.port}`;
    const bytes = Buffer.from(lines.join("\r\n").replace("HOST", host), "latin1");
    const text = await gateway.raw(bytes, 400);
    return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status ?? "");
  }

  const rows: readonly (readonly [string, string, readonly string[], string])[] = [
    [
      "G001",
      "CL and TE",
      [
        "POST /a HTTP/1.1",
        "HOST",
        "Content-Length: 3",
        "Transfer-Encoding: chunked",
        "",
        "0",
        "",
        "",
      ],
      "400",
    ],
    [
      "G003",
      "TE with a tab in front",
      [
        "POST /a HTTP/1.1",
        "HOST",
        "Connection: close",
        "Transfer-Encoding: \tchunked",
        "",
        "0",
        "",
        "",
      ],
      "200",
    ],
    [
      "G001",
      "TE that ends in another coding",
      ["POST /a HTTP/1.1", "HOST", "Transfer-Encoding: chunked, x", "", "0", "", ""],
      "400",
    ],
    [
      "G001",
      "TE identity",
      ["POST /none HTTP/1.1", "HOST", "Transfer-Encoding: identity", "", ""],
      "400",
    ],
    [
      "G001",
      "TE of two codings",
      ["POST /none HTTP/1.1", "HOST", "Transfer-Encoding: gzip, chunked", "", "0", "", ""],
      "400",
    ],
    [
      "G001",
      "TE twice",
      [
        "POST /none HTTP/1.1",
        "HOST",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked",
        "",
        "0",
        "",
        "",
      ],
      "400",
    ],
    [
      "G001",
      "TE in HTTP/1.0",
      ["POST /none HTTP/1.0", "HOST", "Transfer-Encoding: chunked", "", "0", "", ""],
      "400",
    ],
    [
      "G003",
      "TE in capitals",
      [
        "POST /a HTTP/1.1",
        "HOST",
        "Connection: close",
        "Transfer-Encoding: CHUNKED",
        "",
        "0",
        "",
        "",
      ],
      "200",
    ],
    [
      "G001",
      "a broken chunk behind an answer",
      ["POST /none HTTP/1.1", "HOST", "Transfer-Encoding: chunked", "", "zz", "", ""],
      "404",
    ],
    [
      "G004",
      "CL twice, same",
      ["POST /a HTTP/1.1", "HOST", "Content-Length: 1", "Content-Length: 1", "", "x"],
      "400",
    ],
    [
      "G004",
      "CL twice, different",
      ["POST /a HTTP/1.1", "HOST", "Content-Length: 1", "Content-Length: 2", "", "x"],
      "400",
    ],
    ["G004", "CL list", ["POST /a HTTP/1.1", "HOST", "Content-Length: 1, 1", "", "x"], "400"],
    ["G004", "CL negative", ["POST /a HTTP/1.1", "HOST", "Content-Length: -1", "", ""], "400"],
    ["G004", "CL with plus", ["POST /a HTTP/1.1", "HOST", "Content-Length: +1", "", "x"], "400"],
    [
      "G004",
      "CL in hexadecimal",
      ["POST /a HTTP/1.1", "HOST", "Content-Length: 0x1", "", "x"],
      "400",
    ],
    [
      "G004",
      "CL that overflows",
      ["POST /a HTTP/1.1", "HOST", "Content-Length: 99999999999999999999", "", "x"],
      "400",
    ],
    ["G005", "bare LF", ["GET /a HTTP/1.1\nHOST\n\n"], "400"],
    ["G005", "NUL in a value", ["GET /a HTTP/1.1", "HOST", "X: a\0b", "", ""], "400"],
    ["G005", "folded header", ["GET /a HTTP/1.1", "HOST", "X: a", " b", "", ""], "400"],
    ["G005", "blank before the colon", ["GET /a HTTP/1.1", "HOST", "X : a", "", ""], "400"],
    ["G007", "no Host", ["GET /a HTTP/1.1", "", ""], "400"],
    ["G008", "two Hosts", ["GET /a HTTP/1.1", "HOST", "host: evil.test", "", ""], "400"],
    ["G008", "one Host twice", ["GET /a HTTP/1.1", "HOST", "HOST", "", ""], "400"],
    ["G011", "HTTP/1.0 without Host", ["GET /a HTTP/1.0", "", ""], "400"],
    ["G011", "HTTP/1.0 with Host", ["GET /a HTTP/1.0", "HOST", "", ""], "200"],
    ["G013", "TRACE", ["TRACE /a HTTP/1.1", "HOST", "Connection: close", "", ""], "404"],
    ["H53", "CONNECT", ["CONNECT evil.test:443 HTTP/1.1", "HOST", "", ""], "404"],
    ["G015", "method in lower case", ["get /a HTTP/1.1", "HOST", "", ""], "400"],
    ["G015", "unknown method", ["FETCH /a HTTP/1.1", "HOST", "", ""], "400"],
    [
      "G017",
      "Expect: bogus",
      ["POST /a HTTP/1.1", "HOST", "Expect: bogus", "Content-Length: 0", "", ""],
      "417",
    ],
    ["G035", "absolute target", ["GET http://evil.test/a HTTP/1.1", "HOST", "", ""], "400"],
    ["G035", "target *", ["OPTIONS * HTTP/1.1", "HOST", "", ""], "400"],
    ["G037", "UTF-8 in the target", ["GET /\u00c3\u00a9 HTTP/1.1", "HOST", "", ""], "400"],
    ["G037", "blank in the target", ["GET /a b HTTP/1.1", "HOST", "", ""], "400"],
    ["G037", "NUL in the target", ["GET /a\0 HTTP/1.1", "HOST", "", ""], "400"],
    ["G038", "fragment", ["GET /a#b HTTP/1.1", "HOST", "", ""], "400"],
    ["H16", "HTTP/2 preface", ["PRI * HTTP/2.0", "", "SM", "", ""], "400"],
  ];
  for (const [rule, what, lines, want] of rows) {
    it(`${rule}: ${what} → ${want}`, async () => {
      gateway.events.length = 0;
      assert.deepEqual(await statuses(...lines), [want]);
      assert.equal(gateway.events.length, want === "200" ? 1 : 0);
    });
  }

  it("H55, H57: refusals of the server itself have the gateway's form", async () => {
    const host = `Host: 127.0.0.1:${gateway.port}`;
    for (const bytes of [`get /a HTTP/1.1\r\n${host}\r\n\r\n`, "GET /a HTTP/1.1\r\n\r\n"]) {
      const text = await gateway.raw(bytes, 400);
      assert.match(text, /\r\nApigw-Requestid: \w{15}=\r\n/);
      assert.match(text, /\r\nConnection: close\r\n/i);
      assert.ok(text.endsWith('\r\n\r\n{"message":"Bad Request"}'), text);
    }
  });

  it("H285: a request to switch protocols is answered, and is the last of its connection", async () => {
    const host = `Host: 127.0.0.1:${gateway.port}`;
    const first = `GET /a HTTP/1.1\r\n${host}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`;
    const text = await gateway.raw(`${first}GET /a HTTP/1.1\r\n${host}\r\n\r\n`);
    assert.deepEqual(text.match(/HTTP\/1\.1 \d{3}|Connection: \S+/g), [
      "HTTP/1.1 200",
      "Connection: close",
    ]);
  });

  it("G001: after a refusal the connection is closed, what follows is not read", async () => {
    const host = `Host: 127.0.0.1:${gateway.port}`;
    const smuggled = `GET /a HTTP/1.1\r\n${host}\r\n\r\n`;
    const bytes = `POST /a HTTP/1.1\r\n${host}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`;
    gateway.events.length = 0;
    const text = await gateway.raw(bytes, 400);
    assert.equal(text.match(/HTTP\/1\.1/g)?.length, 1);
    assert.equal(gateway.events.length, 0);
  });

  it("H58: a connection is kept without a promise of how long", async () => {
    const text = await gateway.raw(
      `GET /a HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\n\r\n`,
      400,
    );
    assert.match(text, /^HTTP\/1\.1 200 OK\r\n/);
    assert.deepEqual(text.match(/^(connection|keep-alive):.*$/gim), ["Connection: keep-alive"]);
  });

  it("whoever asks without a body and closes has the answer's end with it, also where nothing is waited for", async () => {
    const head = `GET /none HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nConnection: close\r\n\r\n`;
    const { text, ms } = await untilClosed(gateway.port, head);
    assert.match(text, /^HTTP\/1\.1 404 /);
    assert.ok(ms < 3_000);
  });

  describe("sizes", () => {
    /** A request whose line and header values add up to this many bytes. */
    function sized(total: number): string {
      const host = `127.0.0.1:${gateway.port}`;
      const pad = "x".repeat(total - "GET /a HTTP/1.1".length - host.length - "close".length);
      return `GET /a HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nX: ${pad}\r\n\r\n`;
    }
    const sizes: readonly (readonly [string, number, number])[] = [
      ["H249", 10_240, 200],
      ["T013", 10_241, 431],
      ["G020", 11_264, 431],
      ["G021", 20_480, 431],
      ["J116", 1_000_000, 431],
    ];
    for (const [rule, total, want] of sizes) {
      it(`${rule}: ${total} bytes of request line and header values → ${want}`, async () => {
        const text = await gateway.raw(sized(total), 1_000);
        assert.match(text, new RegExp(`^HTTP/1\\.1 ${want} `));
        if (want === 431) assert.match(text, /\{"message":"Request Header Fields Too Large"\}$/);
      });
    }

    it("H249: names count for nothing, as only the request line and header values do", async () => {
      const many = Array.from({ length: 1_000 }, (_, at) => `X-Name-Of-A-Header-${at}: 1\r\n`);
      const host = `Host: 127.0.0.1:${gateway.port}`;
      const head = `GET /a HTTP/1.1\r\n${host}\r\nConnection: close\r\n${many.join("")}\r\n`;
      assert.ok(head.length > 20_000);
      assert.match(await gateway.raw(head), /^HTTP\/1\.1 200 /);
    });

    it("T010: a second Authorization behind 3,000 headers is seen", async () => {
      const many = "a:\r\n".repeat(3_000);
      const host = `Host: 127.0.0.1:${gateway.port}`;
      gateway.events.length = 0;
      await gateway.raw(
        `GET /a HTTP/1.1\r\n${host}\r\nConnection: close\r\nX: 1\r\n${many}X: 2\r\n\r\n`,
      );
      assert.equal(gateway.events[0]?.headers["x"], "1,2");
    });

    it("G023, H247: a body of 10 MB passes, one byte more is 413", async () => {
      const limit = 10 * 1024 * 1024;
      const headers = [["Content-Type", "text/plain"]] as const;
      const over = await gateway.send("POST", "/big", {
        headers,
        body: Buffer.alloc(limit + 1, 65),
      });
      assert.deepEqual([over.status, over.body], [413, '{"message":"Request Entity Too Large"}']);
      // H190: what fits the gateway may still be too much for an event, so the two limits look alike from outside.
      const under = await gateway.send("POST", "/big", {
        headers,
        body: Buffer.alloc(6_000_000, 65),
      });
      assert.equal(under.status, 200);
    });

    it("G023: a client that closes and writes before it reads still gets its 413, of whatever size", async () => {
      const text = await writeFirst(gateway.port, "/big", 40 * 1024 * 1024);
      assert.match(text, /^HTTP\/1\.1 413 [^]*{"message":"Request Entity Too Large"}$/);
    });

    it("H54: an answer that needs no body waits for the end of what is sent, too", async () => {
      const text = await writeFirst(gateway.port, "/nowhere", 9 * 1024 * 1024);
      assert.match(text, /^HTTP\/1\.1 404 [^]*{"message":"Not Found"}$/);
    });

    it("G023: a chunked body above the limit is 413 as well", async () => {
      const chunk = `100000\r\n${"x".repeat(0x100000)}\r\n`;
      const head = `POST /big HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`;
      const text = await gateway.raw(`${head}${chunk.repeat(11)}0\r\n\r\n`, 3_000);
      assert.match(text, /^HTTP\/1\.1 413 /);
    });
  });

  it("G025, G026, G028: the limits of time and sockets are below what is asked", () => {
    const server = createGatewayServer(() => {});
    assert.equal(server.headersTimeout + defaultPatience.check, 9_000);
    assert.equal(server.requestTimeout + defaultPatience.check, 29_000);
    assert.equal(defaultPatience.idle + 2 * defaultPatience.check, 12_000);
    assert.equal(server.maxConnections, 2_000);
  });
});

describe("gateway: slow clients", () => {
  const patience = { headers: 200, request: 400, idle: 100, check: 50 };
  let server: Server;
  let port: number;
  before(async () => {
    server = createGatewayServer((request, response) => {
      if (request.readableEnded) response.end("ok");
      else request.resume().on("end", () => response.end("ok"));
    }, patience);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const rows: readonly (readonly [string, string, string, RegExp])[] = [
    ["G025", "headers that never end", "GET /a HTTP/1.1\r\nX: ", /^HTTP\/1\.1 408 /],
    [
      "G026",
      "a body that never ends",
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx",
      /^HTTP\/1\.1 408 /,
    ],
    ["G028", "an idle connection", "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", /^HTTP\/1\.1 200 /],
  ];
  for (const [rule, what, bytes, answer] of rows) {
    it(`${rule}: ${what} is closed in time, others are served meanwhile`, async () => {
      const slow = await Promise.all(Array.from({ length: 50 }, () => untilClosed(port, bytes)));
      assert.ok(slow.every(({ text }) => answer.test(text)));
      assert.ok(slow.every(({ ms }) => ms < 3_000));
    });
  }
});

describe("gateway: shutdown", () => {
  it("F41: a request without an answer gets 503 when the grace is over", async () => {
    const server = createGatewayServer(({ url }, response) => {
      if (url === "/quick") setTimeout(() => response.end("done"), 20);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const arrived = once(server, "request");
    const [slow, quick] = [fetch(`${url}/slow`), fetch(`${url}/quick`)];
    await arrived;
    await closeServers([server], 100);
    assert.equal(await (await quick).text(), "done");
    const answer = await slow;
    assert.deepEqual(
      [answer.status, await answer.text()],
      [503, '{"message":"Service Unavailable"}'],
    );
  });
});

describe("gateway: tunnels", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway(apiWith(route("GET /a")));
  });
  after(() => gateway.close());
  const connectRequest = "CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n";

  it("H53: a CONNECT whose sender resets the connection harms nobody", async () => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const socket = connect(gateway.port, "127.0.0.1");
      await once(socket, "connect");
      socket.write(connectRequest);
      if (attempt % 2) await openConnections(gateway);
      socket.resetAndDestroy();
      await openConnections(gateway);
    }
    assert.equal((await gateway.send("GET", "/a")).status, 200);
  });

  it("G028: a CONNECT is let go of although its sender keeps its half open", async () => {
    const socket = connect({ port: gateway.port, host: "127.0.0.1", allowHalfOpen: true });
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      socket.write(connectRequest);
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString("latin1")));
      await once(socket, "end");
      assert.match(text, /^HTTP\/1\.1 404 /);
      mock.timers.tick(1_000);
      assert.equal(await openConnections(gateway), 0);
    } finally {
      mock.timers.reset();
      socket.destroy();
    }
  });

  it("G001: a broken request behind a good one leaves the good one its own answer", async () => {
    const host = `Host: 127.0.0.1:${gateway.port}`;
    const text = await gateway.raw(`GET /a HTTP/1.1\r\n${host}\r\n\r\nNONSENSE\r\n\r\n`, 1_500);
    assert.match(text, /^HTTP\/1\.1 200 /);
    assert.equal(text.match(/HTTP\/1\.1/g)?.length, 1);
  });
});

describe("gateway: slow readers", () => {
  it("G027: an answer that nobody reads is given up after 30 s", async () => {
    const large = JSON.stringify("x".repeat(6_000_000));
    const gateway = await openGateway(apiWith(route("GET /a")), { handler: () => large });
    const socket = connect(gateway.port, "127.0.0.1");
    socket.on("error", () => {});
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      socket.write(`GET /a HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\n\r\n`);
      await once(socket, "readable");
      mock.timers.tick(29_999);
      assert.equal(await openConnections(gateway), 1);
      mock.timers.tick(1);
      assert.equal(await openConnections(gateway), 0);
    } finally {
      mock.timers.reset();
      socket.destroy();
      gateway.close();
    }
  });
});

async function openConnections(gateway: TestGateway): Promise<number> {
  // A destroyed socket leaves the server's count with the next turns of the event loop.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) =>
    gateway.server.getConnections((error, count) => resolve(error ? -1 : count)),
  );
}

/** Writes and waits until the server closes the connection. */
function untilClosed(port: number, bytes: string): Promise<{ text: string; ms: number }> {
  const started = performance.now();
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (chunk) => (text += chunk.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => resolve({ text, ms: performance.now() - started }));
  });
}

/** Posts `size` bytes as clients do that write all of a request before they read; they see a reset as an error. */
async function writeFirst(port: number, path: string, size: number): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  const head = [`POST ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, "Connection: close"];
  socket.write(`${head.join("\r\n")}\r\nContent-Length: ${size}\r\n\r\n`);
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.write(Buffer.alloc(size, 65), () => resolve());
  });
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}
