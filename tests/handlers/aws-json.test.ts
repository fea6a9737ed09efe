import assert from "node:assert/strict";
import { type JsonService, sendJson } from "../../handlers/aws-json";
import { COGNITO, SECRETS_MANAGER } from "../../handlers/secret-rotation/aws";

describe("a signed request to a service of AWS", () => {
  const { fetch } = globalThis;
  let before: NodeJS.ProcessEnv;
  let sent: { url: string; headers: Record<string, string>; body: unknown }[];

  beforeEach(() => {
    sent = [];
    globalThis.fetch = async (url, init) => {
      const headers = init?.headers as Record<string, string>;
      sent.push({ url: String(url), headers, body: init?.body });
      return new Response("{}");
    };
    before = { ...process.env };
    for (const name of Object.keys(process.env)) {
      if (name.startsWith("AWS_")) delete process.env[name];
    }
    Object.assign(process.env, {
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
    });
  });
  afterEach(() => {
    process.env = before;
    globalThis.fetch = fetch;
  });

  const services: readonly [JsonService, string, string][] = [
    [COGNITO, "cognito-idp", "AWSCognitoIdentityProviderService.Do"],
    [SECRETS_MANAGER, "secretsmanager", "secretsmanager.Do"],
  ];
  for (const [service, name, target] of services) {
    it(`F40: names ${name} as its host, in its signature and by its operation`, async () => {
      assert.deepEqual(await sendJson(service, "Do", { a: 1 }), { status: 200, text: "{}" });
      const [{ url, headers, body } = { url: "", headers: {}, body: "" }] = sent;
      assert.equal(url, `https://${name}.eu-west-1.amazonaws.com/`);
      assert.equal(body, '{"a":1}');
      assert.equal(headers["x-amz-target"], target);
      assert.equal(headers["content-type"], "application/x-amz-json-1.1");
      assert.ok(headers["authorization"]?.includes(`/eu-west-1/${name}/aws4_request, `));
    });
  }

  const places: readonly [string, Record<string, string>, string][] = [
    ["China", { AWS_REGION: "cn-north-1" }, "https://cognito-idp.cn-north-1.amazonaws.com.cn/"],
    ["one address of all services", { AWS_ENDPOINT_URL: "http://all:1" }, "http://all:1/"],
    [
      "its own address before that",
      {
        AWS_ENDPOINT_URL: "http://all:1",
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: "http://own:2",
      },
      "http://own:2/",
    ],
  ];
  for (const [title, variables, url] of places) {
    it(`F40: goes to ${title}`, async () => {
      Object.assign(process.env, variables);
      await sendJson(COGNITO, "Do", {});
      assert.equal(sent[0]?.url, url);
    });
  }
});
