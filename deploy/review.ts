import { resolve } from "node:path";
import { DeployError } from "./failure.ts";
import { type Ran, runScript } from "./project-script.ts";

/** Which program the review's commands read, and how. */
export interface ReviewOptions {
  readonly program: string;
  readonly stack: string;
  /** Git revision that access is compared with; undefined: the routes as they are. */
  readonly base: string | undefined;
  readonly exemptions: string | undefined;
  /** Where a Markdown summary will be written to; asks for the access table in that form too. */
  readonly summary?: string | undefined;
}

/** What the review's commands said. */
export interface Review {
  /** Who may call what, as text. */
  readonly access: string | undefined;
  /** The same as Markdown, where a summary is asked for. */
  readonly accessMarkdown: string | undefined;
  readonly policy: PolicyReport | undefined;
  /** One line: the last one of the estimate. */
  readonly cost: string | undefined;
  /** Commands that this project does not have, or that have no answer, and why. */
  readonly leftOut: readonly string[];
}

export interface PolicyReport {
  readonly violations: readonly Violation[];
  readonly waivers: readonly unknown[];
  readonly passed: number;
  readonly profile: string;
}

export interface Violation {
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly resource: { readonly name: string };
  readonly message: string;
  readonly remedy: string;
}

/** Runs the review's commands side by side, without AWS and without the engine. */
export async function review(options: ReviewOptions): Promise<Review> {
  const { program, stack, base, exemptions, summary } = options;
  const shortName = stack.slice(stack.lastIndexOf("/") + 1);
  const place = ["--program", resolve(program), "--stack", shortName];
  const diff = base === undefined ? [] : ["--diff", base];
  const exempt = exemptions === undefined ? [] : ["--exemptions", resolve(exemptions)];
  const [access, markdown, policy, cost] = await Promise.all([
    runScript("routes", [...place, ...diff]),
    summary === undefined ? undefined : runScript("routes", [...place, ...diff, "--markdown"]),
    runScript("policy", [...place, ...exempt, "--json"]),
    runScript("cost", place),
  ]);
  return {
    access: access && answerOf("routes", access),
    accessMarkdown: markdown && answerOf("routes", markdown),
    policy: policy && reportOf(policy),
    // An estimate that fails is no reason against a deployment.
    cost: cost?.status === 0 ? cost.stdout.trim().split("\n").at(-1) : undefined,
    leftOut: [
      ...Object.entries({ routes: access, policy, cost }).flatMap(([name, ran]) =>
        ran === undefined ? [name] : [],
      ),
      ...(cost && cost.status !== 0 ? [`cost, ${cost.stderr.trim().replace(/\.$/, "")}`] : []),
    ],
  };
}

function answerOf(name: string, { status, stdout, stderr }: Ran): string {
  if (status === 0) return stdout;
  throw new DeployError("failed", `${stderr.trim()}\nMend it and run: npm run ${name}`);
}

/** A violated policy ends the command with 1 and the report all the same. */
function reportOf(ran: Ran): PolicyReport {
  if (ran.stdout.startsWith("{")) return JSON.parse(ran.stdout) as PolicyReport;
  throw new DeployError("failed", `${ran.stderr.trim()}\nMend it and run: npm run policy`);
}

/** Why the policies do not let the stack pass: a line for each mandatory violation. */
export function policyRefusals({ policy }: Review): string[] {
  return (policy?.violations ?? [])
    .filter(({ level }) => level === "mandatory")
    .map(({ policy: name, message, remedy }) => `${name}: ${message} ${remedy}`);
}
