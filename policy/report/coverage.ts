import type { Profile } from "../profiles.ts";
import type { Rule } from "../rule.ts";
import type { Answer } from "../stack-review.ts";
import { UNANSWERABLE, type Unanswerable } from "../unanswerable.ts";

/** What a framework asks of a stack, in one group, and how much of it the stack meets. */
export interface Coverage {
  /** For instance `Security Hub Cognito.1–6`. */
  readonly name: string;
  readonly met: number;
  readonly of: number;
  readonly controls: readonly Control[];
}

/** One control, answered by the worst answer of the policies that ask for it. */
export interface Control {
  readonly id: string;
  readonly answer: Answer | "not asked";
}

/** How a framework's controls are found among the ids of policies. */
interface Framework {
  /** `group` is what is counted together, `number` what whole numbers differ in. */
  readonly pattern: RegExp;
  /** Goes before the numbers, if there are any. */
  readonly nameOf: (group: string) => string;
  /** Controls that have to be answered whether or not a policy names them. */
  readonly asked: readonly string[];
}

const CDK_NAG = { nameOf: (group: string) => `cdk-nag ${group}`, asked: [] };

const FRAMEWORKS: Readonly<Partial<Record<Profile, Framework>>> = {
  fsbp: {
    pattern: /^(?<group>[A-Z][A-Za-z0-9]+)\.(?<number>\d+)$/,
    nameOf: (group) => `Security Hub ${group}.`,
    asked: [...numbered("Cognito", 1, 6), ...numbered("APIGateway", 8, 10)],
  },
  "asvs-l2": {
    pattern: /^ASVS (?<group>\d+)(\.|$)/,
    nameOf: (group) => `OWASP ASVS V${group}`,
    asked: [],
  },
  hipaa: { ...CDK_NAG, pattern: /^nag:(?<group>HIPAA\.Security)-/ },
  "nist-800-53": { ...CDK_NAG, pattern: /^nag:(?<group>NIST\.800\.53\.R[45])-/ },
  pci: { ...CDK_NAG, pattern: /^nag:(?<group>PCI\.DSS\.321)-/ },
};

/** From bad to good; a control that no resource is asked about is met. */
const ANSWERS: readonly Control["answer"][] = [
  "violated",
  "not judged",
  "waived",
  "not asked",
  "passed",
  "not applicable",
];

/** How much of the profile's framework is met; nothing for profiles that are none. */
export function coverageOf(
  profile: Profile,
  rules: readonly Rule[],
  answers: ReadonlyMap<string, Answer>,
): readonly Coverage[] {
  const framework = FRAMEWORKS[profile];
  if (!framework) return [];
  const enabled = rules.filter(({ id }) => answers.has(id));
  const unanswerable = new Set(UNANSWERABLE.flatMap(({ ids }) => ids));
  const named = enabled.flatMap(({ ids }) => ids).toSorted(byNumber);
  const ids = new Set([...framework.asked, ...named].filter((id) => !unanswerable.has(id)));
  const groups = new Map<string, Control[]>();
  for (const id of ids) {
    const group = framework.pattern.exec(id)?.groups?.["group"];
    if (group === undefined) continue;
    const asking = enabled.filter((rule) => rule.ids.includes(id));
    groups.set(group, [...(groups.get(group) ?? []), { id, answer: worst(asking, answers) }]);
  }
  return [...groups].map(([group, controls]) => summed(framework, group, controls));
}

function summed({ nameOf, pattern }: Framework, group: string, unsorted: Control[]): Coverage {
  const controls = unsorted.toSorted((a, b) => byNumber(a.id, b.id));
  const numbers = controls.flatMap(({ id }) => pattern.exec(id)?.groups?.["number"] ?? []);
  const met = controls.filter(({ answer }) => isMet(answer)).length;
  return { name: `${nameOf(group)}${spans(numbers)}`, met, of: controls.length, controls };
}

/** What the profile's framework asks for and no stack can answer; nothing for profiles that are none. */
export function unanswerableIn(profile: Profile): readonly Unanswerable[] {
  return FRAMEWORKS[profile] === undefined ? [] : UNANSWERABLE;
}

/** For instance `Security Hub Cognito.1–6: 5 of 6 (Cognito.1 waived, 1 without a resource)`. */
export function coverageLine({ name, met, of, controls }: Coverage): string {
  const open = controls
    .filter(({ answer }) => !isMet(answer))
    .map(({ id, answer }) => `${id.replace(/^nag:/, "")} ${answer}`);
  const absent = controls.filter(({ answer }) => answer === "not applicable").length;
  const notes = [...open, ...(absent === 0 ? [] : [`${absent} without a resource`])];
  return `${name}: ${met} of ${of}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`;
}

const isMet = (answer: Control["answer"]): boolean =>
  answer === "passed" || answer === "not applicable";

function worst(rules: readonly Rule[], answers: ReadonlyMap<string, Answer>): Control["answer"] {
  const given = rules.map(({ id }) => answers.get(id) ?? "not asked");
  return ANSWERS.find((answer) => given.includes(answer)) ?? "not asked";
}

function numbered(service: string, first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${service}.${first + index}`);
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Numbers in order; those that follow one another as `1–6`. */
function spans(numbers: readonly string[]): string {
  const runs: string[][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && Number(run.at(-1)) + 1 === Number(number)) run.push(number);
    else runs.push([number]);
  }
  return runs
    .map((run) => (run.length < 3 ? run.join(", ") : `${run[0]}–${run.at(-1)}`))
    .join(", ");
}
