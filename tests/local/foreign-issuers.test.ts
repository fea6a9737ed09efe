import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClock } from "../../local/clock.ts";
import { foreignIssuers } from "../../local/foreign-issuers.ts";
import { CreationError } from "../../local/program/creation-error.ts";
import { authorizer, graphOf } from "./gateway/support/graph.ts";

/** What the start is told about an authorizer with this issuer. */
async function refusalOf(issuer: string): Promise<CreationError> {
  const issuers = foreignIssuers(createClock(), () => {});
  issuers.find(issuer);
  const graph = graphOf(authorizer({ jwtConfiguration: { issuer, audiences: ["a"] } }));
  const error: unknown = await issuers.check(graph).catch((cause: unknown) => cause);
  assert.ok(error instanceof CreationError);
  return error;
}

/** Serves one document at every path while the test runs. */
async function withDocument(
  document: string,
  test: (origin: string) => Promise<void>,
): Promise<void> {
  const server = createServer((_request, response) => response.end(document));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

const awsText = (issuer: string): string =>
  `BadRequestException: Caught exception when connecting to ${issuer}/.well-known/openid-configuration for issuer ` +
  `${issuer}. Please try again later. Error: Invalid issuer: ${issuer}. Issuer must have a valid discovery endpoint ` +
  "ended with '/.well-known/openid-configuration'";

describe("issuers that are no pool of the graph", () => {
  it("H63, H296: one that cannot be reached is refused in AWS's words, with the cause", async () => {
    const issuer = "ftp://issuer.test";
    const { message, resource, code } = await refusalOf(issuer);
    assert.deepEqual([code, resource], ["BadRequestException", "jwt"]);
    assert.ok(message.includes(awsText(issuer)), message);
    assert.match(message, /neither https nor http on a loopback address/);
  });

  it("H64: one whose document names another is refused", async () => {
    await withDocument('{"issuer":"https://else.test","jwks_uri":"x"}', async (origin) => {
      const { message } = await refusalOf(origin);
      assert.ok(message.includes(awsText(origin)), message);
      assert.match(message, /does not match: "https:\/\/else\.test"/);
    });
  });

  it("H63: one whose document holds no JSON is refused", async () => {
    await withDocument("<html>", async (origin) => {
      assert.ok((await refusalOf(origin)).message.includes(awsText(origin)));
    });
  });
});
