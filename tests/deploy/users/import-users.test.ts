import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importUsers } from "../../../deploy/users/command.ts";
import { userPoolsApi } from "../../../deploy/users/user-pools-api.ts";
import { alice, fileOf, userPool } from "../../local/users/support/files.ts";
import { jobAnswers, POOL_ID, serveStandIn, type StandIn } from "./support/stand-in.ts";

const ROLE = "arn:aws:iam::123456789012:role/import";

describe("an import job on AWS", () => {
  let directory: string;
  let file: string;
  let aws: StandIn;
  let told: string;
  let hidden: string[];
  let pauses: number[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "users-"));
    file = join(directory, "users.csv");
    writeFileSync(file, fileOf(userPool(), alice()));
    told = "";
    hidden = [];
    pauses = [];
  });
  afterEach(async () => {
    await aws.close();
    rmSync(directory, { recursive: true });
  });

  async function run(
    answers: ReturnType<typeof jobAnswers>,
    more: { isDryRun?: boolean; skipsInvalid?: boolean; role?: undefined } = {},
  ) {
    aws = await serveStandIn(answers);
    const pause = (milliseconds: number): Promise<void> => {
      pauses.push(milliseconds);
      return Promise.resolve();
    };
    const call = userPoolsApi({
      region: "eu-central-1",
      credentials: () =>
        Promise.resolve({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "k", sessionToken: "t" }),
      env: { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: aws.url },
      pause,
    });
    return importUsers(call, {
      file,
      poolId: POOL_ID,
      role: ROLE,
      isDryRun: false,
      skipsInvalid: false,
      hide: (secret) => hidden.push(secret),
      pause,
      tell: (text) => (told += text),
      ...more,
    });
  }

  const operations = (): string[] => aws.received.map(({ operation }) => operation);

  it("F4: makes the job, hands the file over, starts it and waits for its end", async () => {
    const imported = await run(jobAnswers());
    deepEqual(operations(), [
      "DescribeUserPool",
      "CreateUserImportJob",
      "PUT /upload?signature=secret-signature",
      "StartUserImportJob",
      "DescribeUserImportJob",
      "DescribeUserImportJob",
    ]);
    deepEqual(imported, {
      file,
      findings: [],
      users: 1,
      isWhole: true,
      job: {
        id: "import-1",
        status: "Succeeded",
        imported: 1,
        skipped: 0,
        failed: 0,
        message: undefined,
        logGroup: `/aws/cognito/userpools/${POOL_ID}/people`,
      },
    });
    const [, created, uploaded] = aws.received;
    const { JobName, ...input } = JSON.parse(created?.body ?? "") as Record<string, string>;
    match(JobName ?? "", /^import-\d{14}$/);
    deepEqual(input, { UserPoolId: POOL_ID, CloudWatchLogsRoleArn: ROLE });
    deepEqual(Buffer.from(uploaded?.body ?? ""), Buffer.from(fileOf(userPool(), alice())));
    equal(uploaded?.headers["x-amz-server-side-encryption"], "aws:kms");
    equal(uploaded?.headers["authorization"], undefined);
  });

  it("signs its calls, and hides the address that the file goes to", async () => {
    await run(jobAnswers());
    match(
      String(aws.received[0]?.headers["authorization"]),
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-central-1\/cognito-idp\/aws4_request, SignedHeaders=.*host.*x-amz-security-token.*, Signature=[0-9a-f]{64}$/,
    );
    deepEqual(hidden, [`${aws.url}/upload?signature=secret-signature`]);
    equal(told.includes("secret-signature"), false);
  });

  it("starts no job for a file with findings, unless asked to", async () => {
    writeFileSync(file, fileOf(userPool(), alice({ email_verified: "" })));
    const refused = await run(jobAnswers());
    deepEqual(operations(), ["DescribeUserPool"]);
    deepEqual([refused.isWhole, refused.users, refused.job], [false, 0, undefined]);
    equal(refused.findings[0]?.column, "email_verified");
    await aws.close();
    const failed = { Status: "Succeeded", ImportedUsers: 0, FailedUsers: 1 };
    const asked = await run(jobAnswers(failed), { skipsInvalid: true });
    deepEqual([asked.isWhole, asked.job?.failed], [false, 1]);
  });

  it("a dry run reads the pool and nothing else, and needs no role", async () => {
    const checked = await run(jobAnswers(), { isDryRun: true, role: undefined });
    deepEqual(operations(), ["DescribeUserPool"]);
    deepEqual([checked.isWhole, checked.users], [true, 1]);
  });

  it("says what to do without a role", async () => {
    await rejects(run(jobAnswers(), { role: undefined }), (error: Error) => {
      match(error.message, /^The stack has no output "userImportRole".* or give --role ARN\.\n/);
      return true;
    });
  });

  it("tells why a job failed", async () => {
    const message = "Too many users have failed or been skipped during the import.";
    const { isWhole, job } = await run(
      jobAnswers({ Status: "Failed", FailedUsers: 5, CompletionMessage: message }),
    );
    deepEqual([isWhole, job?.status, job?.failed, job?.message], [false, "Failed", 5, message]);
  });

  it("C161: asks a busy service again, and waits longer each time", async () => {
    const busy = [400, { __type: "TooManyRequestsException", message: "Rate exceeded" }] as const;
    const good = jobAnswers();
    await run({ ...good, DescribeUserPool: [busy, busy, ...(good["DescribeUserPool"] ?? [])] });
    deepEqual(pauses.slice(0, 2), [1_000, 2_000]);
  });

  it("passes a refusal of AWS on, with what to do", async () => {
    const denied = [400, { __type: "x#AccessDeniedException", message: "no" }] as const;
    await rejects(run({ ...jobAnswers(), CreateUserImportJob: [denied] }), {
      message:
        "CreateUserImportJob AccessDeniedException: no\n" +
        "Let the caller do cognito-idp:*UserImportJob, DescribeUserPool and iam:PassRole.",
    });
  });

  it("says when the file was refused", async () => {
    const answers = {
      ...jobAnswers(),
      "PUT /upload?signature=secret-signature": [[403, {}] as const],
    };
    await rejects(run(answers), /^DeployError: The file was refused with 403\./);
  });
});
