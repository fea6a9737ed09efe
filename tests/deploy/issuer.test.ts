import { equal, rejects } from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "mocha";
import { readDiscovery, readKeys } from "../../deploy/issuer.ts";

describe("an issuer", () => {
  let server: Server;
  let issuer: string;
  let answer: RequestListener;

  before(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => (answer = (_, response) => response.end("{}")));
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const says = (body: unknown): void => {
    answer = (_, response) => response.end(JSON.stringify(body));
  };

  it("names itself and the address of its keys", async () => {
    says({ issuer, jwks_uri: `${issuer}/keys` });
    equal(await readDiscovery(issuer), `${issuer}/keys`);
  });

  it("may be served at another address, as a local runtime does it", async () => {
    const real = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3dEf6hI";
    says({ issuer: real, jwks_uri: `${issuer}/keys` });
    equal(await readDiscovery(real, issuer), `${issuer}/keys`);
  });

  it("has RSA keys with a kid", async () => {
    says({ keys: [{ kty: "RSA", kid: "1" }, { kty: "EC", kid: "2" }, { kty: "RSA" }, null] });
    equal(await readKeys(`${issuer}/keys`), 1);
  });

  const document = "/.well-known/openid-configuration";
  const faults: readonly (readonly [string, RequestListener, RegExp])[] = [
    [
      "another name",
      (_, response) => response.end('{"issuer":"https://other.example"}'),
      /names the issuer "https:\/\/other\.example", not "http:/,
    ],
    ["no JSON", (_, response) => response.end("<html>"), /answered no JSON object$/],
    ["a list", (_, response) => response.end("[]"), /names the issuer undefined/],
    [
      "a redirect",
      (_, response) => response.writeHead(302, { location: "/elsewhere" }).end(),
      /answered 302$/,
    ],
    ["an error", (_, response) => response.writeHead(500).end(), /answered 500$/],
    [
      "too much",
      (_, response) => response.end(`{"a":"${"x".repeat(150_000)}"}`),
      /answered more than 150000 bytes$/,
    ],
    ["silence", () => undefined, /did not answer within 1500 ms$/],
  ];
  for (const [title, listener, message] of faults) {
    it(`is refused with ${title}`, async () => {
      answer = listener;
      await rejects(readDiscovery(issuer), (error: Error) => {
        equal(error.message.startsWith(issuer + document), true, error.message);
        return message.test(error.message);
      });
    });
  }

  it("is refused without keys", async () => {
    says({ keys: [] });
    await rejects(readKeys(`${issuer}/keys`), {
      message: `${issuer}/keys holds no RSA key with a kid`,
    });
  });

  it("is not asked in clear, save on this machine", async () => {
    await rejects(readKeys("http://issuer.example.com/keys"), {
      message: "http://issuer.example.com/keys is not https",
    });
  });
});
