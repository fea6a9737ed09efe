import assert from "node:assert/strict";
import { once } from "node:events";
import type { RequestListener } from "node:http";
import { connect } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { answering, withBackend } from "../support/backend.ts";
import { selfSigned } from "../support/certificate.ts";
import { type TestGateway, using } from "../support/gateway.ts";
import { api, apiWith, graphOf, httpRoute, stage } from "../support/graph.ts";
import { proxied } from "../support/proxied.ts";

describe("gateway: HTTP integrations, when the backend fails", () => {
  const format =
    "$context.requestId $context.status $context.integrationStatus $context.integration.status $context.integrationErrorMessage";
  const logged = stage("$default", { accessLogSettings: { destinationArn: "arn", format } });
  /** The access-log lines without their request id. */
  const linesOf = ({ accessLog }: TestGateway): string[] =>
    accessLog.map((line) => line.slice(line.indexOf(" ") + 1));

  it("H188: no answer in time is 503, and the log says so", async () => {
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        const { status, body } = await gateway.send("GET", "/x");
        assert.deepEqual([status, body], [503, '{"message":"Service Unavailable"}']);
        assert.deepEqual(linesOf(gateway), ["503 - - Endpoint request timed out"]);
        assert.match(gateway.log.join(), /gave no answer within 50 ms/);
      },
      { answer: () => {}, integration: { timeoutMilliseconds: 50 }, stage: logged },
    );
  });

  it("H188: the time counts until the last byte", async () => {
    const answer: RequestListener = (_request, response) => response.writeHead(200).write("part");
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        assert.equal((await gateway.send("GET", "/x")).status, 503);
      },
      { answer, integration: { timeoutMilliseconds: 80 } },
    );
  });

  for (const status of [503, 500] as const) {
    it(`H261, U25: a refused connection is ${status}; only the logs say why`, async () => {
      const graph = graphOf(api(), logged, httpRoute("GET /x", "http://127.0.0.1:1/"));
      const switches = { unreachableBackendStatus: status };
      await using(graph, { switches }, async (gateway) => {
        const reply = await gateway.send("GET", "/x");
        assert.equal(reply.status, status);
        assert.doesNotMatch(reply.body, /127\.0\.0\.1/);
        const why = "127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1";
        assert.deepEqual(linesOf(gateway), [`${status} - - ${why}`]);
      });
    });
  }

  it("H261: an answer that breaks off is 503, not a cut answer", async () => {
    const answer: RequestListener = (request, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("part", () => request.socket.destroy());
    };
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        assert.equal((await gateway.send("GET", "/x")).status, 503);
      },
      { answer },
    );
  });

  it("H261: an answer that is no HTTP is 503", async () => {
    const answer: RequestListener = (request) => void request.socket.end("nonsense\r\n\r\n");
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        assert.equal((await gateway.send("GET", "/x")).status, 503);
      },
      { answer },
    );
  });

  for (const status of ["000", "099", "600", "999"]) {
    it(`H261: an answer of status ${status} is 503: HTTP has none such (RFC 9110 15)`, async () => {
      const bytes = `HTTP/1.1 ${status} Odd\r\nContent-Length: 2\r\n\r\nok`;
      await proxied(
        "GET /x",
        "/y",
        async (gateway) => {
          const { status: got, body } = await gateway.send("GET", "/x");
          assert.deepEqual([got, body], [503, '{"message":"Service Unavailable"}']);
        },
        { answer: ({ socket }) => void socket.end(bytes) },
      );
    });
  }

  it("H248: an answer above 10 MB is 500", async () => {
    const limit = 10 * 1024 * 1024;
    const answer: RequestListener = ({ url }, response) =>
      void response.writeHead(200).end(Buffer.alloc(url === "/large" ? limit + 1 : limit));
    await proxied(
      "GET /{size}",
      "/{size}",
      async (gateway) => {
        const { status, body } = await gateway.send("GET", "/large");
        assert.deepEqual([status, body], [500, '{"message":"Internal Server Error"}']);
        assert.equal((await gateway.send("GET", "/fits")).headers["content-length"], String(limit));
      },
      { answer },
    );
  });

  it("H280: the backend's status stands in the log", async () => {
    const answer: RequestListener = (_request, response) => void response.writeHead(404).end();
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        await gateway.send("GET", "/x");
        assert.deepEqual(linesOf(gateway), ["404 404 404 -"]);
      },
      { answer, stage: logged },
    );
  });

  for (const [method, status, count] of [
    ["GET", 200, 3],
    ["POST", 503, 2],
  ] as const) {
    it(`H261: ${method} on a kept connection that the backend cuts is ${status}: only what may be repeated is`, async () => {
      await proxied("ANY /x", "/y", async (gateway, { server, requests }) => {
        await gateway.send(method, "/x");
        server.once("request", ({ socket }) => socket.resetAndDestroy());
        assert.equal((await gateway.send(method, "/x")).status, status);
        assert.equal(requests.length, count);
      });
    });
  }

  it("a client that leaves takes its request with it", async () => {
    const closed = Promise.withResolvers<void>();
    const answer: RequestListener = (request) => {
      request.socket.once("close", () => closed.resolve());
      client.destroy();
    };
    let client: ReturnType<typeof connect>;
    await proxied(
      "GET /x",
      "/y",
      async (gateway) => {
        client = connect(gateway.port, "127.0.0.1");
        await once(client, "connect");
        client.write(`GET /x HTTP/1.1\r\nHost: localhost:${gateway.port}\r\n\r\n`);
        await closed.promise;
      },
      { answer },
    );
  });

  it("retiring lets a request in flight finish, then closes the connection", async () => {
    const asked = Promise.withResolvers<() => void>();
    const answer: RequestListener = (_request, response) =>
      asked.resolve(() => response.end("late"));
    await proxied(
      "GET /x",
      "/y",
      async (gateway, { server }) => {
        const connection = once(server, "connection") as Promise<[NodeJS.Socket]>;
        const reply = gateway.send("GET", "/x");
        const finish = await asked.promise;
        const [socket] = await connection;
        const isClosed = once(socket, "close");
        gateway.api.retire();
        finish();
        assert.equal((await reply).body, "late");
        await isClosed;
      },
      { answer },
    );
  });
});

describe("gateway: HTTP integrations over TLS", () => {
  const certificate = selfSigned("localhost");
  const trusted = getCACertificates("default");

  afterEach(() => setDefaultCACertificates(trusted));

  /** Asks a backend on a host name of this machine. */
  const ask = (hostname: string, check: (status: number, log: string) => void): Promise<void> =>
    withBackend(
      answering(),
      async ({ port }) => {
        const graph = apiWith(httpRoute("GET /x", `https://${hostname}:${port}/`));
        await using(graph, {}, async (gateway) => {
          const { status } = await gateway.send("GET", "/x");
          check(status, gateway.log.join());
        });
      },
      certificate,
    );

  it("H262: a certificate that nobody vouches for is 503", async () => {
    await ask("localhost", (status, log) => {
      assert.equal(status, 503);
      assert.match(log, /self-signed certificate/);
    });
  });

  it("H262: a trusted certificate for the host is served", async () => {
    setDefaultCACertificates([certificate.cert]);
    await ask("localhost", (status) => assert.equal(status, 200));
  });

  it("H262: a trusted certificate for another name is 503", async () => {
    setDefaultCACertificates([certificate.cert]);
    await ask("127.0.0.1", (status, log) => {
      assert.equal(status, 503);
      assert.match(log, /IP: 127\.0\.0\.1 is not in the cert/);
    });
  });
});
