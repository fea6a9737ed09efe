import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DeployError } from "../failure.ts";
import type { Mask } from "../masking.ts";
import type { Options } from "../options.ts";
import { clearOutputs } from "../outputs.ts";
import { runScript } from "../project-script.ts";
import { openStack, type Target } from "../stack.ts";
import { type EndedJob, runImportJob } from "./import-job.ts";
import {
  type CallUserPools,
  type CredentialProvider,
  regionOf,
  userPoolsApi,
} from "./user-pools-api.ts";

/** What came of a file of users. */
export interface Imported {
  readonly file: string;
  /** As `npm run users -- check` finds them. */
  readonly findings: readonly {
    readonly line: number;
    readonly column: string | null;
    readonly rule: string;
    readonly fix: string;
  }[];
  /** Users of the file that have no finding. */
  readonly users: number;
  /** Undefined where none was started. */
  readonly job: EndedJob | undefined;
  /** Whether nothing was found, and no line failed. */
  readonly isWhole: boolean;
}

/** How the command reaches AWS and the terminal. */
export interface ImportSurroundings {
  readonly mask: Mask;
  readonly tell: (text: string) => void;
}

/** Imports users into the pool of a deployed stack (F4). */
export async function importCommand(
  options: Options,
  target: Target,
  { mask, tell }: ImportSurroundings,
): Promise<Imported> {
  const outputs = await clearOutputs(await openStack(target));
  const poolId = options.pool ?? textOf(outputs["userPoolId"]?.value);
  if (!poolId) throw missing("userPoolId", "the user pool's id", "--pool ID");
  const role = options.role ?? textOf(outputs["userImportRole"]?.value);
  const pause = pauseUntil(target.interruption?.ending);
  const region = regionOf(poolId);
  const credentials = await defaultCredentials();
  const call = userPoolsApi({ region, credentials, env: process.env, pause });
  return importUsers(call, {
    ...options,
    poolId,
    role,
    hide: (text) => mask.add(text),
    pause,
    tell,
  });
}

/** The same with the pool and the client given. */
export async function importUsers(
  call: CallUserPools,
  args: Pick<Options, "file" | "isDryRun" | "skipsInvalid"> & {
    readonly poolId: string;
    readonly role: string | undefined;
    readonly hide: (secret: string) => void;
    readonly pause: (milliseconds: number) => Promise<void>;
    readonly tell: (text: string) => void;
  },
): Promise<Imported> {
  const { file, poolId, role, isDryRun, skipsInvalid } = args;
  const description = await call<Description>("DescribeUserPool", { UserPoolId: poolId });
  const { findings, users } = await checked(file, description);
  const isRefused = findings.length > 0 && !skipsInvalid;
  if (isDryRun || isRefused) {
    return { file, findings, users, job: undefined, isWhole: findings.length === 0 };
  }
  if (!role) throw missing("userImportRole", "the job's role", "--role ARN");
  const poolName = description.UserPool.Name;
  const name = `import-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}`;
  const job = await runImportJob(call, { ...args, role, poolName, name });
  const isWhole = job.status === "Succeeded" && job.failed === 0 && findings.length === 0;
  return { file, findings, users, job, isWhole };
}

interface Description {
  readonly UserPool: { readonly Id: string; readonly Name: string };
}

/** The file held against the pool by the command that knows Cognito's rules; it runs without AWS. */
async function checked(
  file: string,
  description: Description,
): Promise<Pick<Imported, "findings" | "users">> {
  const directory = mkdtempSync(join(tmpdir(), "secure-api-pool-"));
  try {
    const described = join(directory, "pool.json");
    writeFileSync(described, JSON.stringify(description), { mode: 0o600 });
    const ran = await runScript("users", [
      "check",
      resolve(file),
      "--description",
      described,
      "--json",
    ]);
    if (ran?.stdout.startsWith("{")) return JSON.parse(ran.stdout) as Imported;
    throw new DeployError("failed", ran?.stderr.trim() ?? "There is no script users.");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function pauseUntil(signal: AbortSignal | undefined) {
  return async (milliseconds: number): Promise<void> => {
    try {
      await delay(milliseconds, undefined, { signal });
    } catch (cause) {
      const message = "It was interrupted; a job that was started goes on in AWS.";
      throw new DeployError("failed", message, { cause });
    }
  };
}

/** From the environment, a profile, single sign-on, a container or the machine, as for the AWS CLI. */
async function defaultCredentials(): Promise<CredentialProvider> {
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  const provide = defaultProvider();
  return async () => {
    try {
      return await provide();
    } catch (cause) {
      const message = `There are no AWS credentials: ${(cause as Error).message}`;
      throw new DeployError("failed", message, { cause });
    }
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function missing(output: string, what: string, option: string): DeployError {
  return new DeployError(
    "usage",
    `The stack has no output "${output}", ${what}: export it from the program and deploy, or give ${option}.` +
      (output === "userImportRole"
        ? "\nIt is an IAM role that cognito-idp.amazonaws.com may assume, and that may create log groups and " +
          "streams and put events below /aws/cognito/."
        : ""),
  );
}
