import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What came to the stand-in. */
export interface Received {
  readonly operation: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Cognito's import job, and the place that its file goes to, on loopback. */
export interface StandIn {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

type Answers = Readonly<Record<string, readonly (readonly [number, object])[]>>;

export const POOL_ID = "eu-central-1_AbCdEf123";

/** What describe-user-pool says of the pool of the tests. */
export const DESCRIPTION = {
  UserPool: {
    Id: POOL_ID,
    Name: "people",
    UsernameAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
    MfaConfiguration: "OFF",
    SchemaAttributes: [{ Name: "sub", AttributeDataType: "String", Required: true }],
  },
};

/** A job that goes well. @param job more of its last description */
export function jobAnswers(job: object = { Status: "Succeeded", ImportedUsers: 1 }): Answers {
  const ids = { JobId: "import-1", UserPoolId: POOL_ID };
  return {
    DescribeUserPool: [[200, DESCRIPTION]],
    CreateUserImportJob: [[200, { UserImportJob: { ...ids, Status: "Created" } }]],
    "PUT /upload?signature=secret-signature": [[200, {}]],
    StartUserImportJob: [[200, { UserImportJob: { ...ids, Status: "Pending" } }]],
    DescribeUserImportJob: [
      [200, { UserImportJob: { ...ids, Status: "InProgress" } }],
      [200, { UserImportJob: { ...ids, ...job } }],
    ],
  };
}

/** Serves the answers; the last one of an operation stays. */
export async function serveStandIn(answers: Answers): Promise<StandIn> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const target = String(headers["x-amz-target"] ?? "").split(".")[1];
    const operation = target ?? `${method} ${url}`;
    received.push({ operation, body: await text(request), headers });
    const count = received.filter((one) => one.operation === operation).length;
    const all = answers[operation] ?? [[404, {}] as const];
    const [status, body] = all[Math.min(count, all.length) - 1] ?? [404, {}];
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(withUpload(body, `http://${headers.host}`)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A job that was made says where its file goes to. */
function withUpload(body: object, origin: string): object {
  const { UserImportJob: job } = body as { readonly UserImportJob?: { readonly Status: string } };
  if (job?.Status !== "Created") return body;
  return { UserImportJob: { ...job, PreSignedUrl: `${origin}/upload?signature=secret-signature` } };
}
