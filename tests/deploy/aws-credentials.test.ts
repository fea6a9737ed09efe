import { deepEqual, equal } from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "mocha";

const SCRIPT = join(import.meta.dirname, "..", "..", ".ci", "aws-credentials.mjs");
const ROLE = "arn:aws:iam::123456789012:role/deploy";

interface Asked {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

describe(".ci/aws-credentials.mjs", () => {
  const asked: Asked[] = [];
  let server: Server;
  let origin: string;

  before(async () => {
    server = createServer(async (request, response) => {
      const form = Object.fromEntries(new URLSearchParams(await text(request)));
      const { authorization } = request.headers;
      asked.push({ url: request.url ?? "", authorization, form });
      if (request.url?.startsWith("/id-token")) {
        return response.end('{"value":"a token of GitHub"}');
      }
      if (form["WebIdentityToken"] === "refused") {
        response.statusCode = 400;
        return response.end('{"Error":{"Code":"InvalidIdentityToken","Message":"No provider"}}');
      }
      const Credentials = { AccessKeyId: "AKIA", SecretAccessKey: "it's", SessionToken: "s/+=" };
      const AssumeRoleWithWebIdentityResult = { Credentials };
      return response.end(
        JSON.stringify({ AssumeRoleWithWebIdentityResponse: { AssumeRoleWithWebIdentityResult } }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  /** Evaluates the output as a pipeline does. @returns the three variables, or what it said */
  function evaluate(env: NodeJS.ProcessEnv) {
    const script =
      'set -e; eval "$("$NODE" "$SCRIPT")"; printf "%s|" "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN"';
    const own = { NODE: process.execPath, SCRIPT, PATH: process.env["PATH"] };
    const place = { AWS_ROLE_ARN: ROLE, AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL_STS: origin };
    return new Promise<{
      readonly isOk: boolean;
      readonly stdout: string;
      readonly stderr: string;
    }>((resolve) => {
      const all = { env: { ...own, ...place, ...env } };
      execFile("sh", ["-c", script], all, (error, stdout, stderr) => {
        resolve({ isOk: error === null, stdout, stderr });
      });
    });
  }

  it("exchanges GitLab's token for credentials that the shell takes as they are", async () => {
    const { isOk, stdout } = await evaluate({ AWS_ID_TOKEN: "a token of GitLab" });
    deepEqual([isOk, stdout], [true, "AKIA|it's|s/+=|"]);
    deepEqual(asked.at(-1)?.form, {
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: ROLE,
      RoleSessionName: "deploy",
      DurationSeconds: "3600",
      WebIdentityToken: "a token of GitLab",
    });
  });

  it("asks GitHub for its token first", async () => {
    const { stdout } = await evaluate({
      ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/id-token?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of the job",
    });
    equal(stdout, "AKIA|it's|s/+=|");
    const [request, exchange] = asked.slice(-2);
    deepEqual(
      [request?.url, request?.authorization, exchange?.form["WebIdentityToken"]],
      ["/id-token?v=1&audience=sts.amazonaws.com", "Bearer of the job", "a token of GitHub"],
    );
  });

  const failures: readonly (readonly [string, NodeJS.ProcessEnv, string])[] = [
    [
      "AWS refuses",
      { AWS_ID_TOKEN: "refused" },
      "No AWS credentials: AWS answered 400 InvalidIdentityToken: No provider\n",
    ],
    [
      "the job has no token",
      {},
      "No AWS credentials: this job has no OpenID Connect token (GitHub: permissions id-token: write; GitLab: id_tokens)\n",
    ],
    [
      "no role is named",
      { AWS_ID_TOKEN: "x", AWS_ROLE_ARN: "" },
      "No AWS credentials: set AWS_ROLE_ARN and AWS_REGION\n",
    ],
  ];
  for (const [title, env, said] of failures) {
    it(`ends the job where ${title}`, async () => {
      const { isOk, stdout, stderr } = await evaluate(env);
      deepEqual([isOk, stdout, stderr], [false, "", said]);
    });
  }
});
