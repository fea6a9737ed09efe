import * as pulumi from "@pulumi/pulumi";
import { nearestName } from "../shared/nearest-name";

/** A configuration value that breaks a rule. */
export interface WrongValue {
  /** Without the project's name, with the path inside a list or object: `throttle.rate`. */
  readonly key: string;
  readonly value: unknown;
  /** Completes the sentence "… is x: it …". */
  readonly fault: string;
  /** A value that would do; without one the key is to be removed. */
  readonly example?: string;
}

/**
 * Text of a key of the project: as the stack has it, or the default. Lists and objects are JSON
 * text.
 */
export function readText(key: string, defaultText: string): string {
  return new pulumi.Config().get(key) ?? defaultText;
}

/** The value of a key whose text is JSON; undefined when it is not. */
export function readJson(key: string, defaultText: string): unknown {
  try {
    return JSON.parse(readText(key, defaultText));
  } catch {
    return undefined;
  }
}

/**
 * Refuses keys of the project that nothing reads: a mistyped key would leave its default in force
 * unseen.
 */
export function refuseUnknownKeys(known: readonly string[]): void {
  const prefix = `${pulumi.getProject()}:`;
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(prefix));
  const unknown = keys.map((key) => key.slice(prefix.length)).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new pulumi.RunError(
    `Configuration ${prefix}${shorten(unknown)} is not a key of this program: ` +
      unknownKeyAdvice(unknown, known),
  );
}

function unknownKeyAdvice(unknown: string, known: readonly string[]): string {
  const name = shorten(unknown);
  const isPath = known.includes(/^[^.[]*/.exec(unknown)?.[0] ?? "");
  if (isPath) {
    return `it is a path, so set it by --path. Run: pulumi config rm '${name}', then pulumi config set --path '${name}' VALUE`;
  }
  const nearest = nearestName(unknown, known);
  const advice = nearest === undefined ? `it has ${known.join(", ")}.` : `did you mean ${nearest}?`;
  // Without --path, which would look for the part of a value.
  return `${advice} Run: pulumi config rm ${/^\w+$/.test(name) ? name : `'${name}'`}`;
}

/** Refuses a Region that the AWS provider would reject only after asking for credentials. */
export function refuseWrongRegion(): void {
  const region = pulumi.runtime.getConfig("aws:region");
  if (region === undefined || /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region)) return;
  throw new pulumi.RunError(
    `Configuration aws:region is ${quote(region)}: it must be the code of an AWS Region. ` +
      `Run: pulumi config set aws:region us-east-1`,
  );
}

/** The error that names key, value, rule and the command that mends it. */
export function wrongValue({ key, value, fault, example }: WrongValue): pulumi.RunError {
  const command = example === undefined ? `rm ${path(key)}` : `set ${path(key)} ${example}`;
  return new pulumi.RunError(
    `Configuration ${pulumi.getProject()}:${key} is ${quote(value)}: it ${fault}. Run: pulumi config ${command}`,
  );
}

function path(key: string): string {
  return /[.[]/.test(key) ? `--path '${key}'` : key;
}

function quote(value: unknown): string {
  return shorten(JSON.stringify(value) ?? "missing");
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
