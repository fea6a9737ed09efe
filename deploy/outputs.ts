import type { EngineEvent, OutputMap, Stack } from "./automation.ts";
import { attempt } from "./stack.ts";
import { expiryOutput } from "./throw-away.ts";

const STACK = "pulumi:pulumi:Stack";

/** A secret in exported state and in events: this key with this value, beside the ciphertext. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What is read of a resource in an exported stack. */
interface StateResource {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A stack's outputs, with `[secret]` in the place of each secret. */
export type ShownOutputs = Readonly<Record<string, unknown>>;

/**
 * The stack's outputs for people and logs. They come from the state, where secrets are encrypted at
 * every depth: the Automation API marks whole outputs only, and shows a secret inside one in clear.
 */
export async function shownOutputs(stack: Stack): Promise<ShownOutputs> {
  return outputsOf(await stateOf(stack));
}

/**
 * When a throw-away stack may be destroyed; undefined for one that stays. An update that failed has
 * come to no outputs yet: then the tag that every resource got says it.
 */
export async function stackExpiry(stack: Stack): Promise<Date | undefined> {
  const resources = await stateOf(stack);
  const outputs = outputsOf(resources);
  if (Object.keys(outputs).length > 0) return expiryOutput(outputs["expiresAt"]);
  const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
  const defaultTags = provider?.inputs?.["defaultTags"];
  // A provider's inputs are JSON texts in the state.
  if (typeof defaultTags !== "string") return undefined;
  return expiryOutput((JSON.parse(defaultTags) as DefaultTags).tags?.["expiresAt"]);
}

interface DefaultTags {
  readonly tags?: Readonly<Record<string, unknown>>;
}

async function stateOf(stack: Stack): Promise<readonly StateResource[]> {
  const { deployment } = await attempt(stack.name, [], () => stack.exportStack());
  const { resources } = (deployment ?? {}) as { readonly resources?: readonly StateResource[] };
  return resources ?? [];
}

function outputsOf(resources: readonly StateResource[]): ShownOutputs {
  const root = resources.find(({ type }) => type === STACK);
  return withoutSecrets(root?.outputs ?? {}) as ShownOutputs;
}

/** The outputs before and after an operation, as its events tell them, with `[secret]` as well. */
export function toldOutputs(events: readonly EngineEvent[]) {
  // The engine tells of the stack when it is registered, and once more with its new outputs.
  const told = events
    .flatMap((event) => event.resOutputsEvent?.metadata ?? [])
    .filter(({ type }) => type === STACK);
  return {
    before: withoutSecrets(told[0]?.old?.outputs ?? {}) as ShownOutputs,
    after: withoutSecrets(told.at(-1)?.new?.outputs ?? {}) as ShownOutputs,
  };
}

/** The outputs in clear: for the deployer itself, never to be printed. */
export function clearOutputs(stack: Stack): Promise<OutputMap> {
  return attempt(stack.name, [], () => stack.outputs());
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if ((value as Readonly<Record<string, unknown>>)[SIGNATURE] === SECRET) return "[secret]";
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withoutSecrets(inner)]),
  );
}
