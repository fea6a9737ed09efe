import { BlockList, isIP } from "node:net";
import {
  matchesArn,
  matchesPattern,
  readPattern,
  readText,
  type VariableValue,
} from "./arn-pattern.ts";

/** A statement's `Condition`: values by condition key, by operator. */
export type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Values of a condition key in a request, asked for in lower case. An empty list: the request has none;
 * undefined: nobody here knows whether it has.
 */
export type ConditionKeys = (key: string) => readonly string[] | undefined;

/** Whether a condition holds, or what of it nobody here can judge. */
export type Judgement = boolean | { readonly unjudged: string };

/** Whether a policy's `Condition` has the form of one. */
export function isCondition(value: unknown): value is Condition {
  const isMap = (map: unknown): map is object =>
    map !== null && typeof map === "object" && !Array.isArray(map);
  return isMap(value) && Object.values(value).every(isMap);
}

/**
 * Judges a condition: every key of every operator has to hold.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function judgeCondition(
  condition: Condition,
  keys: ConditionKeys,
  variables: VariableValue | undefined,
): Judgement {
  let unjudged: Judgement = true;
  for (const [operator, expectations] of Object.entries(condition)) {
    for (const [key, expected] of Object.entries(expectations)) {
      const judgement = judgeKey({ operator, key, expected, keys, variables });
      // One that does not hold settles it, whatever the others are.
      if (judgement === false) return false;
      if (judgement !== true) unjudged = judgement;
    }
  }
  return unjudged;
}

interface Expectation {
  readonly operator: string;
  readonly key: string;
  readonly expected: unknown;
  readonly keys: ConditionKeys;
  readonly variables: VariableValue | undefined;
}

function judgeKey({ operator, key, expected, keys, variables }: Expectation): Judgement {
  const { quantifier, name, ifExists } = readOperator(operator);
  const given = keys(key.toLowerCase());
  const wanted = (Array.isArray(expected) ? expected : [expected]).map(String);
  if (given === undefined) return { unjudged: `${operator} of ${key}` };
  if (name === "null") return wanted.includes(String(given.length === 0));
  const compare = operators.get(name.replace("not", ""));
  if (!compare) return { unjudged: `${operator} of ${key}` };
  if (given.length === 0 && ifExists) return true;
  const isOneOf = (value: string): boolean =>
    wanted.some((text) => compare(value, text, variables));
  const holds = name.includes("not") ? (value: string) => !isOneOf(value) : isOneOf;
  // Nothing at all is not one of the wanted values, and all of nothing are.
  if (given.length === 0)
    return quantifier === "forallvalues" || (name.includes("not") && quantifier === "");
  if (quantifier === "foranyvalue") return given.some(holds);
  return given.every(holds);
}

function readOperator(operator: string) {
  const lower = operator.toLowerCase();
  const colon = lower.indexOf(":");
  const name = lower.slice(colon + 1);
  const ifExists = name.endsWith("ifexists");
  return {
    quantifier: lower.slice(0, Math.max(colon, 0)),
    name: ifExists ? name.slice(0, -"ifexists".length) : name,
    ifExists,
  };
}

/** Compares a value of the request with one of the policy, in which `${…}` is still to be read. */
type Compare = (given: string, wanted: string, variables: VariableValue | undefined) => boolean;

const equals: Compare = (given, wanted, variables) => given === readText(wanted, variables);

const equalsIgnoreCase: Compare = (given, wanted, variables) =>
  given.toLowerCase() === readText(wanted, variables)?.toLowerCase();

const like: Compare = (given, wanted, variables) => {
  const pattern = readPattern(wanted, variables);
  return pattern !== undefined && matchesPattern(pattern, given);
};

const arnLike: Compare = (given, wanted, variables) => {
  const pattern = readPattern(wanted, variables);
  return pattern !== undefined && matchesArn(pattern, given);
};

const inNetwork: Compare = (given, wanted) => {
  const [address = "", prefix] = wanted.split("/");
  const family = isIP(address);
  if (family === 0 || isIP(given) !== family) return false;
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return false;
  const network = new BlockList();
  network.addSubnet(address, bits, family === 4 ? "ipv4" : "ipv6");
  return network.check(given, family === 4 ? "ipv4" : "ipv6");
};

/** Comparisons of numbers and points in time; what is neither compares as false. */
function ordered(
  prefix: string,
  read: (text: string) => number,
): Readonly<Record<string, Compare>> {
  const by =
    (holds: (given: number, wanted: number) => boolean): Compare =>
    (given, wanted) =>
      holds(read(given), read(wanted));
  return {
    [`${prefix}equals`]: by((given, wanted) => given === wanted),
    [`${prefix}lessthan`]: by((given, wanted) => given < wanted),
    [`${prefix}lessthanequals`]: by((given, wanted) => given <= wanted),
    [`${prefix}greaterthan`]: by((given, wanted) => given > wanted),
    [`${prefix}greaterthanequals`]: by((given, wanted) => given >= wanted),
  };
}

/** Operators in lower case; `Not` in a name turns the answer round. */
const operators: ReadonlyMap<string, Compare> = new Map(
  Object.entries({
    stringequals: equals,
    stringequalsignorecase: equalsIgnoreCase,
    stringlike: like,
    arnequals: arnLike,
    arnlike: arnLike,
    bool: equalsIgnoreCase,
    ipaddress: inNetwork,
    ...ordered("numeric", Number),
    // Seconds since 1970, or a date of ISO 8601.
    ...ordered("date", (text) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text))),
  }),
);
