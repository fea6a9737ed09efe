import type { FailureCode } from "./failure.ts";

/** What a failure means for the caller. */
export interface Advice {
  readonly code: FailureCode;
  /** One line: what to do. */
  readonly advice: string;
}

interface Known {
  /** In what the engine, the CLI or AWS says. */
  readonly when: RegExp;
  /** @default "failed" */
  readonly code?: FailureCode;
  /** STACK stands for the stack's name. */
  readonly advice: string;
}

/** Failures that a pipeline can meet. The first that matches counts. */
const KNOWN: readonly Known[] = [
  {
    when: /currently locked by|\[409\] Conflict/,
    code: "locked",
    advice:
      "Another update holds the stack: wait for it. If it was killed: npm run deploy -- cancel --stack STACK",
  },
  {
    // A backend of files may be read while an update writes it.
    when: /failed to load checkpoint: (unexpected )?(EOF|end of JSON)/i,
    code: "locked",
    advice:
      "Another update is writing the stack's state: run it again. If it stays so, the state is damaged; the backend keeps earlier ones under .pulumi/backups.",
  },
  {
    when: /cannot be deleted[\s\S]*because it is protected|resource .* cannot be deleted/,
    code: "refused",
    advice:
      "Users are kept. To destroy them too, first release them, then destroy: npm run deploy -- up --stack STACK --config lifecycle=ephemeral, then npm run deploy -- destroy --stack STACK",
  },
  {
    when: /unable to replace resource/,
    code: "refused",
    advice:
      "The change would replace a protected resource: take it back, or release the users first: npm run deploy -- up --stack STACK --config lifecycle=ephemeral",
  },
  {
    when: /no stack named .* found|StackNotFound/,
    advice:
      "The backend has no such stack: name another, or make it: npm run deploy -- up --stack STACK",
  },
  {
    when: /ENOENT.*pulumi|pulumi.*ENOENT/,
    advice: "There is no pulumi on PATH: https://www.pulumi.com/docs/install/ says how to get one.",
  },
  {
    when: /Minimum version requirement|Major version mismatch/,
    advice: "The pulumi on PATH is too old or too new: https://www.pulumi.com/docs/install/",
  },
  {
    when: /incorrect passphrase/,
    advice: "Set PULUMI_CONFIG_PASSPHRASE to the one that the stack was made with.",
  },
  {
    when: /passphrase must be set/,
    advice: "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE.",
  },
  {
    when: /PULUMI_ACCESS_TOKEN must be set|invalid access token|Unauthorized: No credentials/i,
    advice: "Set PULUMI_ACCESS_TOKEN to a valid token of the backend.",
  },
  {
    when: /no (Pulumi\.yaml )?project file found|no Pulumi project found/,
    advice: "Name the program's directory, which has Pulumi.yaml: --program DIR",
  },
  {
    when: /no resource plugin|could not (load|find) plugin|failed to load plugin/,
    advice: "A provider is missing on this machine: run npm ci and pulumi install, then again.",
  },
  {
    when: /No valid credential sources|no EC2 IMDS role|NoCredentialProviders|unable to validate AWS credentials/i,
    advice:
      "AWS credentials are missing: in CI give the job its role (OIDC), elsewhere set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
  },
  {
    when: /Missing region|Invalid (AWS )?Region|region.*must be (set|configured)/i,
    advice:
      "Say where: set AWS_REGION, or npm run deploy -- up --stack STACK --config aws:region=eu-west-1",
  },
  {
    when: /ExpiredToken|token included in the request is (expired|invalid)|InvalidClientTokenId/,
    advice:
      "The AWS credentials have expired: get new ones and run up again; it goes on where it stopped.",
  },
  {
    when: /AccessDenied|is not authorized to perform|UnauthorizedOperation/,
    advice:
      "The role may not do this: allow it the action named above and run up again; it goes on where it stopped.",
  },
  {
    when: /Domain already associated with another user pool/,
    advice:
      "The prefix of the sign-in domain is taken: npm run deploy -- up --stack STACK --config domainPrefix=ANOTHER",
  },
  {
    when: /open (bucket|.*state)|failed to (load|lock|read) .*(checkpoint|backend|state)|unable to open bucket|problem logging in/i,
    advice:
      "The backend cannot be reached: check PULUMI_BACKEND_URL, and that the job may read and write there.",
  },
  {
    when: /Throttling|TooManyRequests|Rate exceeded|LimitExceeded/,
    advice: "AWS slows this account down: run up again later; it goes on where it stopped.",
  },
  {
    when: /no such host|connection refused|TLS handshake timeout|i\/o timeout|ECONNREFUSED/,
    advice: "The network or a service failed: run up again; it goes on where it stopped.",
  },
  {
    when: /(update|preview|refresh|destroy|operation)( was)? cancell?ed/i,
    advice: "It was interrupted: what was made is known, run up again and it goes on.",
  },
  {
    when: /pulumi config (set|rm) /,
    advice:
      "Nothing was changed: give another --config KEY=VALUE, or run the command above with --stack STACK, then again.",
  },
  {
    when: /Unable to compile TypeScript|error TS\d+|running program .* failed|an unhandled error/i,
    advice:
      "The program failed before anything was changed: npm test finds the same here, without AWS.",
  },
];

const UNKNOWN =
  "Mend what is named above and run it again: what was made is kept, and not made twice.";

/** What to do about a failure, by what was said of it. */
export function adviceOn(said: string, stack: string): Advice {
  const known = KNOWN.find(({ when }) => when.test(said));
  const advice = (known?.advice ?? UNKNOWN).replaceAll("STACK", stack);
  return { code: known?.code ?? "failed", advice };
}
