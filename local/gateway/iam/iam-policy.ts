import {
  matchesArn,
  matchesPattern,
  type Pattern,
  readPattern,
  type VariableValue,
} from "./arn-pattern.ts";
import {
  type Condition,
  type ConditionKeys,
  isCondition,
  judgeCondition,
} from "./iam-conditions.ts";

/** A statement of a policy, checked; an element that is left out is undefined. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: Elements;
  /** Undefined in trust policies, whose resource is the role. */
  readonly resources: Elements | undefined;
  /** `Principal` as written; only trust policies have one. */
  readonly principal: unknown;
  readonly condition: Condition;
  /** Whether `${…}` stands for a value: policies of version 2012-10-17. */
  readonly hasVariables: boolean;
}

/** `Action` and `Resource`, or what is meant by all others: `NotAction` and `NotResource`. */
interface Elements {
  readonly isNegated: boolean;
  readonly patterns: readonly ElementPattern[];
}

/** One of them with the values of its variables; undefined when one has none. */
type ElementPattern = (variables: VariableValue | undefined) => Pattern | undefined;

/** Something that somebody wants to do. */
export interface AccessRequest {
  /** For instance `execute-api:Invoke`. */
  readonly action: string;
  /** ARN of what it is done to. */
  readonly resource: string;
  readonly keys: ConditionKeys;
}

/** What policies say to a request. */
export interface Verdict {
  /** `Deny` wins over `Allow`; undefined when nothing applies, which is as good as a denial. */
  readonly effect: "Allow" | "Deny" | undefined;
  /** Conditions that nobody here can judge; each was decided against the caller. */
  readonly unjudged: readonly string[];
}

/**
 * Reads a policy document.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @param document JSON text, or what it says
 * @returns undefined when it is no policy
 */
export function readPolicy(document: unknown): readonly Statement[] | undefined {
  const policy = typeof document === "string" ? parsed(document) : document;
  if (!isObject(policy)) return undefined;
  const { Version: version, Statement: list } = policy;
  const statements = (Array.isArray(list) ? list : [list]).map((statement) =>
    readStatement(statement, version === "2012-10-17"),
  );
  return statements.every((statement) => statement !== undefined) ? statements : undefined;
}

/** Decides on a request by all statements that apply (explicit deny, then allow, else nothing). */
export function evaluate(statements: readonly Statement[], request: AccessRequest): Verdict {
  const unjudged: string[] = [];
  const applying = statements.filter((statement) => {
    if (!concerns(statement, request)) return false;
    const { condition, effect } = statement;
    const judgement = judgeCondition(condition, request.keys, variablesOf(statement, request));
    if (typeof judgement === "boolean") return judgement;
    unjudged.push(judgement.unjudged);
    return effect === "Deny";
  });
  const effects = applying.map(({ effect }) => effect);
  const allows = effects.length > 0 ? "Allow" : undefined;
  return { effect: effects.includes("Deny") ? "Deny" : allows, unjudged };
}

function concerns(statement: Statement, request: AccessRequest): boolean {
  const { actions, resources } = statement;
  const action = request.action.toLowerCase();
  const isAction = actions.patterns.some((read) => matchesPattern(read(undefined) ?? [], action));
  if (isAction === actions.isNegated) return false;
  if (!resources) return true;
  const variables = variablesOf(statement, request);
  const patterns = resources.patterns.map((read) => read(variables));
  // All but an unknown thing is everything: to be denied, and not to be allowed.
  if (resources.isNegated && patterns.includes(undefined)) return statement.effect === "Deny";
  const isResource = patterns.some((pattern) => pattern && matchesArn(pattern, request.resource));
  return isResource !== resources.isNegated;
}

function variablesOf(
  { hasVariables }: Statement,
  { keys }: AccessRequest,
): VariableValue | undefined {
  if (!hasVariables) return undefined;
  return (name) => {
    const values = keys(name.toLowerCase()) ?? [];
    return values.length === 1 ? values[0] : undefined;
  };
}

function readStatement(value: unknown, hasVariables: boolean): Statement | undefined {
  if (!isObject(value)) return undefined;
  const { Effect: effect, Condition: condition = {}, Principal: principal } = value;
  const actions = readElements(value["Action"], value["NotAction"], readAction);
  const resources = readElements(value["Resource"], value["NotResource"], readResource);
  if ((effect !== "Allow" && effect !== "Deny") || !actions || !isCondition(condition))
    return undefined;
  if (!resources && principal === undefined) return undefined;
  return { effect, actions, resources, principal, condition, hasVariables };
}

function readElements(
  wanted: unknown,
  unwanted: unknown,
  read: (text: string) => ElementPattern,
): Elements | undefined {
  if ((wanted === undefined) === (unwanted === undefined)) return undefined;
  const listed = wanted ?? unwanted;
  const patterns: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  if (!patterns.every((pattern) => typeof pattern === "string")) return undefined;
  return { isNegated: wanted === undefined, patterns: patterns.map(read) };
}

// Names of actions have no case and no variables.
function readAction(text: string): ElementPattern {
  const pattern = readPattern(text.toLowerCase());
  return () => pattern;
}

// Read once where nothing in it depends on the request.
function readResource(text: string): ElementPattern {
  if (text.includes("${")) return (variables) => readPattern(text, variables);
  const pattern = readPattern(text);
  return () => pattern;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
