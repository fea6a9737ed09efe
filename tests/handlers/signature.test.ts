import assert from "node:assert/strict";
import { signedHeaders } from "../../handlers/signature";

const NOW = new Date("2026-11-23T10:11:12.345Z");
const TYPE = "application/x-amz-json-1.0";
const TARGET = "DynamoDB_20120810.GetItem";

// What Node runs itself is imported late: it has a compiler of its own.
const signedBySdk = async (url: string, body: string, sessionToken: string | undefined) => {
  const { sign } = await import("../local/support/signer.ts");
  const credentials = {
    AccessKeyId: "ASIAEXAMPLE",
    SecretKey: "secret/+",
    ...(sessionToken !== undefined && { SessionToken: sessionToken }),
  };
  const headers = { "content-type": TYPE, "x-amz-target": TARGET };
  const options = { service: "dynamodb", region: "eu-west-1", date: NOW };
  return sign(credentials, url, { method: "POST", headers, body }, options);
};

const signedHere = (host: string, body: string, sessionToken: string | undefined) =>
  signedHeaders(
    {
      service: "dynamodb",
      region: "eu-west-1",
      host,
      headers: { "content-type": TYPE, "x-amz-target": TARGET },
      body,
    },
    { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret/+", sessionToken },
    NOW,
  );

describe("the signature of a request to DynamoDB", () => {
  const cases: readonly [string, string, string, string | undefined][] = [
    ["with a session", "dynamodb.eu-west-1.amazonaws.com", '{"TableName":"t"}', "session=="],
    ["without one", "dynamodb.eu-west-1.amazonaws.com", '{"a":"é中😀"}', undefined],
    ["to a port", "127.0.0.1:8000", "{}", "session"],
  ];
  for (const [title, host, body, sessionToken] of cases) {
    it(`is the AWS SDK's own: ${title}`, async () => {
      const theirs = await signedBySdk(`https://${host}/`, body, sessionToken);
      const ours = signedHere(host, body, sessionToken);
      const signatureOf = (headers: Record<string, string>) =>
        /Signature=(\w{64})$/.exec(headers["authorization"] ?? "")?.[1];
      // The SDK signs the hash of the body as a header too, so each is held against the other's headers.
      assert.equal(ours["x-amz-date"], theirs["x-amz-date"]);
      assert.equal(ours["x-amz-security-token"], theirs["x-amz-security-token"]);
      const withHash = signedHeaders(
        {
          service: "dynamodb",
          region: "eu-west-1",
          host,
          headers: {
            "content-type": TYPE,
            "x-amz-target": TARGET,
            "x-amz-content-sha256": theirs["x-amz-content-sha256"] ?? "",
          },
          body,
        },
        { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret/+", sessionToken },
        NOW,
      );
      assert.equal(signatureOf(withHash), signatureOf(theirs));
    });
  }
});
