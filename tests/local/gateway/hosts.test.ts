import assert from "node:assert/strict";
import { createHostCheck, hostName } from "../../../local/gateway/hosts.ts";
import { openGateway, type TestGateway } from "./support/gateway.ts";
import { apiId, apiWith, region, route } from "./support/graph.ts";

describe("gateway: Host", () => {
  const answers = createHostCheck({
    apiId: "a1b2c3d4e5",
    region: "eu-west-1",
  });
  const accepted = [
    "127.0.0.1:3000",
    "localhost:3000",
    "LOCALHOST:3000",
    "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
    "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com:443",
    "A1B2C3D4E5.execute-api.eu-west-1.amazonaws.com:3000",
  ];
  for (const host of accepted) {
    it(`H295: answers to ${host}`, () => assert.equal(answers(host, 3000), true));
  }
  const refused = [
    undefined,
    "",
    "evil.test",
    "evil.test:3000",
    "127.0.0.1",
    "127.0.0.1:3001",
    "localhost",
    "localhost:3000.evil.test",
    "127.0.0.1:3000@evil.test",
    "127.0.0.1:3000,127.0.0.1:3000",
    "zzzzzzzzzz.execute-api.eu-west-1.amazonaws.com",
    "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
    "api.example.com",
  ];
  for (const host of refused) {
    it(`G052: does not answer to ${host}`, () => assert.equal(answers(host, 3000), false));
  }

  it("H148: the domain name has no port", () => {
    const names = ["localhost:3000", "Api.Example.com", "[::1]:3000", "[::1]", ""].map(hostName);
    assert.deepEqual(names, ["localhost", "api.example.com", "[::1]", "[::1]", ""]);
  });

  describe("over HTTP", () => {
    let gateway: TestGateway;
    before(async () => {
      gateway = await openGateway(apiWith(route("GET /x")));
    });
    after(() => gateway.close());

    it("H295, G052, O116: another Host is 403 before anything else is looked at", async () => {
      for (const path of ["/x", "/nowhere"]) {
        const reply = await gateway.send("GET", path, { headers: [["Host", "evil.test"]] });
        assert.deepEqual([reply.status, reply.body], [403, '{"message":"Forbidden"}']);
        assert.match(reply.headers["apigw-requestid"] ?? "", /=$/);
      }
      assert.equal(gateway.events.length, 0);
      assert.match(
        gateway.log[0] ?? "",
        /^403 GET \/x \w{15}=: no API answers to the Host evil\.test$/,
      );
    });

    it("H295: the names of the API are served", async () => {
      for (const host of [
        `localhost:${gateway.port}`,
        `${apiId}.execute-api.${region}.amazonaws.com`,
      ]) {
        assert.equal((await gateway.send("GET", "/x", { headers: [["Host", host]] })).status, 200);
      }
    });
  });
});
