import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DeployError } from "./failure.ts";

/** Where state is kept and how secrets in it are encrypted, as far as a new stack has to be told. */
export interface Backend {
  /** Of a new stack, such as `awskms://alias/pulumi?region=eu-west-1`; undefined: Pulumi's default. */
  readonly secretsProvider: string | undefined;
}

/**
 * Reads the backend from the environment. A pipeline has no one who could answer a question, and a
 * developer's `pulumi login` of another project must not decide where a stack is kept.
 * @throws {DeployError} naming the variable that is missing
 */
export function readBackend(env: NodeJS.ProcessEnv, stackFile: string): Backend {
  const secretsProvider = env["DEPLOY_SECRETS_PROVIDER"] || undefined;
  if (!env["PULUMI_BACKEND_URL"] && !env["PULUMI_ACCESS_TOKEN"]) {
    throw new DeployError(
      "usage",
      "There is no backend: set PULUMI_BACKEND_URL (s3://BUCKET, file:///DIRECTORY, …), or PULUMI_ACCESS_TOKEN for Pulumi Cloud.",
    );
  }
  if (encryptsByItself(env) || secretsProvider || hasKey(env) || namesProvider(stackFile)) {
    return { secretsProvider };
  }
  throw new DeployError(
    "usage",
    "There is no secrets provider: set PULUMI_CONFIG_PASSPHRASE, or DEPLOY_SECRETS_PROVIDER (awskms://alias/KEY, …) for a new stack.",
  );
}

/** Path of the stack's file; the organization and project of a full name are not in it. */
export function stackFileOf(program: string, stack: string): string {
  return join(program, `Pulumi.${stack.slice(stack.lastIndexOf("/") + 1)}.yaml`);
}

/** Pulumi Cloud has a key for every stack. */
function encryptsByItself({ PULUMI_BACKEND_URL: url = "" }: NodeJS.ProcessEnv): boolean {
  return url === "" || url.startsWith("https://");
}

/** An empty passphrase is one. */
function hasKey(env: NodeJS.ProcessEnv): boolean {
  return [env["PULUMI_CONFIG_PASSPHRASE"], env["PULUMI_CONFIG_PASSPHRASE_FILE"]].some(
    (value) => value !== undefined,
  );
}

function namesProvider(stackFile: string): boolean {
  return (
    existsSync(stackFile) &&
    /^secretsprovider: (?!passphrase)/m.test(readFileSync(stackFile, "utf8"))
  );
}
