import { resolve } from "node:path";
import { DeployError } from "./failure.ts";
import { type Ran, runScript } from "./project-script.ts";

/** Which program is reviewed, and how. */
export interface ReviewOptions {
  readonly program: string;
  readonly stack: string;
  /** Git revision that access is compared with; undefined: the routes as they are. */
  readonly base: string | undefined;
  readonly exemptions: string | undefined;
}

/** What was found. */
export interface Review {
  /** Who may call what, as text. */
  readonly access: string | undefined;
  /** The same as Markdown. */
  readonly accessMarkdown: string | undefined;
  readonly policy: PolicyReport | undefined;
  /** One line: the last one of the estimate. */
  readonly cost: string | undefined;
  /** Commands that this project does not have, or that have no answer, and why. */
  readonly leftOut: readonly string[];
}

/** What `npm run policy -- --json` prints, as far as it is read here. */
export interface PolicyReport {
  readonly violations: readonly Violation[];
  readonly waivers: readonly unknown[];
  readonly passed: number;
  readonly profile: string;
}

/** One finding of a policy. */
export interface Violation {
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly resource: { readonly name: string };
  readonly message: string;
  readonly remedy: string;
}

/** What `npm run review` prints. */
interface Material {
  readonly access: string;
  readonly accessMarkdown: string;
  readonly cost: { readonly line: string } | { readonly missing: string };
  /** For `npm run policy`. */
  readonly graph: object;
}

const NOTHING = {
  access: undefined,
  accessMarkdown: undefined,
  policy: undefined,
  cost: undefined,
} as const;

/** Evaluates the program once, without AWS and without the engine, and has policies judge what it gave. */
export async function review(options: ReviewOptions): Promise<Review> {
  const { program, stack, base, exemptions } = options;
  const shortName = stack.slice(stack.lastIndexOf("/") + 1);
  const place = ["--program", resolve(program), "--stack", shortName];
  const diff = base === undefined ? [] : ["--diff", base];
  const exempt = exemptions === undefined ? [] : ["--exemptions", resolve(exemptions)];
  const reading = runScript("review", [...place, ...diff]).then(materialOf);
  // Without a graph the policies say nothing, and whoever was to read it has said why.
  const graph = reading.then(
    (material) => (material ? JSON.stringify(material.graph) : ""),
    () => "",
  );
  const judging = runScript("policy", ["--recorded", ...exempt, "--json"], graph);
  const [material, judged] = [await reading, await judging];
  if (!material) return { ...NOTHING, leftOut: ["routes", "policy", "cost"] };
  const { access, accessMarkdown, cost } = material;
  return {
    access,
    accessMarkdown,
    policy: judged && reportOf(judged),
    cost: "line" in cost ? cost.line : undefined,
    leftOut: [
      ...(judged ? [] : ["policy"]),
      ...("missing" in cost ? [`cost, ${cost.missing.replace(/\.$/, "")}`] : []),
    ],
  };
}

function materialOf(ran: Ran | undefined): Material | undefined {
  if (!ran) return undefined;
  const { status, stdout, stderr } = ran;
  if (status === 0) return JSON.parse(stdout) as Material;
  throw new DeployError("failed", `${stderr.trim()}\nMend it and run: npm run routes`);
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
