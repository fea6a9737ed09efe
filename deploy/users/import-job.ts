import { readFileSync } from "node:fs";
import { DeployError } from "../failure.ts";
import type { CallUserPools } from "./user-pools-api.ts";

/** How an import job has ended. */
export interface EndedJob {
  readonly id: string;
  readonly status: "Succeeded" | "Failed" | "Stopped" | "Expired";
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  /** Why it failed, in Cognito's words. */
  readonly message: string | undefined;
  /** CloudWatch log group with a line for each user. */
  readonly logGroup: string;
}

interface Job {
  readonly JobId: string;
  readonly PreSignedUrl?: string;
  readonly Status: EndedJob["status"] | "Created" | "Pending" | "InProgress" | "Stopping";
  readonly ImportedUsers?: number;
  readonly SkippedUsers?: number;
  readonly FailedUsers?: number;
  readonly CompletionMessage?: string;
}

interface JobAnswer {
  readonly UserImportJob: Job;
}

const PAUSE_MS = 2_000;
const UNDER_WAY: readonly Job["Status"][] = ["Created", "Pending", "InProgress", "Stopping"];

/**
 * Runs Cognito's import job to its end: makes it, hands the file over, starts it, and asks until it has ended. A job
 * that was started goes on when this process ends.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 * @param job.hide takes the address that the file goes to: whoever has it may write the file
 * @param job.pause waits between two questions
 * @throws {DeployError} when AWS refuses a step
 */
export async function runImportJob(
  call: CallUserPools,
  job: {
    readonly poolId: string;
    readonly poolName: string;
    readonly file: string;
    readonly name: string;
    readonly role: string;
    readonly hide: (secret: string) => void;
    readonly pause: (milliseconds: number) => Promise<void>;
    readonly tell: (text: string) => void;
  },
): Promise<EndedJob> {
  const { poolId, file, tell } = job;
  const pool = { UserPoolId: poolId };
  const settings = { ...pool, JobName: job.name, CloudWatchLogsRoleArn: job.role };
  const { UserImportJob: created } = await call<JobAnswer>("CreateUserImportJob", settings);
  const { JobId, PreSignedUrl = "" } = created;
  job.hide(PreSignedUrl);
  await upload(PreSignedUrl, file);
  tell(`${JobId}: the file is there.\n`);
  let { UserImportJob: latest } = await call<JobAnswer>("StartUserImportJob", { ...pool, JobId });
  while (UNDER_WAY.includes(latest.Status)) {
    await job.pause(PAUSE_MS);
    latest = (await call<JobAnswer>("DescribeUserImportJob", { ...pool, JobId })).UserImportJob;
    tell(`${JobId}: ${latest.Status}, ${latest.ImportedUsers ?? 0} imported\n`);
  }
  return {
    id: JobId,
    status: latest.Status as EndedJob["status"],
    imported: latest.ImportedUsers ?? 0,
    skipped: latest.SkippedUsers ?? 0,
    failed: latest.FailedUsers ?? 0,
    message: latest.CompletionMessage,
    logGroup: `/aws/cognito/userpools/${poolId}/${job.poolName}`,
  };
}

/** Hands the file over as the job expects it: encrypted by the key that Cognito reads it with. */
async function upload(address: string, file: string): Promise<void> {
  const headers = { "x-amz-server-side-encryption": "aws:kms" };
  const body = readFileSync(file);
  const response = await fetch(address, { method: "PUT", headers, body, redirect: "error" }).catch(
    (cause: unknown) => {
      throw new DeployError("failed", "The file could not be handed over to AWS.", { cause });
    },
  );
  await response.body?.cancel();
  if (response.ok) return;
  throw new DeployError(
    "failed",
    `The file was refused with ${response.status}. Its address is good for 15 minutes: run the command again.`,
  );
}
