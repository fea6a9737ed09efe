import type { ConfigMap, Stack } from "./automation.ts";
import { type Change, finishedChanges } from "./changes.ts";
import { DeployError } from "./failure.ts";
import { clearOutputs, type ShownOutputs, toldOutputs } from "./outputs.ts";
import { preflight } from "./preflight.ts";
import { type PreviewOptions, previewStack, type Reviewed } from "./reviewed.ts";
import { attempt, operate, openOrMakeStack, type Target } from "./stack.ts";
import { expiryOf, expiryOutput, newPassword, throwAwayConfig } from "./throw-away.ts";

export interface UpOptions extends PreviewOptions {
  readonly config: Readonly<Record<string, string>>;
  /** Makes it a throw-away stack. */
  readonly ttlHours?: number | undefined;
  readonly sites?: readonly string[];
  readonly now: Date;
}

/** A deployment that was made, or that was refused before anything was changed. */
export interface Deployed {
  readonly reviewed: Reviewed;
  /** What could not be found out beforehand. */
  readonly remarks: readonly string[];
  readonly changes: readonly Change[];
  /** Secrets as `[secret]`; undefined when it was refused. */
  readonly outputs: ShownOutputs | undefined;
}

/** Previews the stack with every review. Makes its record where there is none, and no resource. */
export async function preview(target: Target, options: UpOptions): Promise<Reviewed> {
  const stack = await configuredStack(target, options);
  const { events: _, ...reviewed } = await previewStack(stack, target, options);
  return reviewed;
}

/**
 * Reviews the stack as {@link preview} does, asks what AWS would refuse, and deploys.
 * @param onReviewed hears of the review before anything is changed
 * @throws {DeployError} with what was wrong and what to do; what was made until then is kept
 */
export async function up(
  target: Target,
  options: UpOptions,
  onReviewed: (reviewed: Reviewed) => void,
): Promise<Deployed> {
  const stack = await configuredStack(target, options);
  const { events, ...reviewed } = await previewStack(stack, target, options);
  onReviewed(reviewed);
  if (reviewed.refusals.length > 0) {
    return { reviewed, remarks: [], changes: [], outputs: undefined };
  }
  const remarks = await preflight(events, target.stack);
  const done = await operate(target, (engine) => stack.up(engine));
  return { reviewed, remarks, changes: finishedChanges(done), outputs: toldOutputs(done).after };
}

/** The stack, with what the command line says written to its file. */
async function configuredStack(target: Target, options: UpOptions): Promise<Stack> {
  const stack = await openOrMakeStack(target);
  const given = Object.entries(options.config).map(([key, value]) => [key, { value }] as const);
  const config: ConfigMap = {
    ...(options.ttlHours !== undefined && (await expiring(stack, options, options.ttlHours))),
    ...Object.fromEntries(given),
  };
  if (Object.keys(config).length > 0) {
    await attempt(target.stack, [], () => stack.setAllConfig(config, true));
  }
  return stack;
}

/** @throws {DeployError} for a stack that is up and was never meant to go */
async function expiring(stack: Stack, options: UpOptions, ttlHours: number): Promise<ConfigMap> {
  const outputs = await clearOutputs(stack);
  if (Object.keys(outputs).length > 0 && !expiryOutput(outputs["expiresAt"]?.value)) {
    throw new DeployError(
      "refused",
      `Stack ${stack.name} is up and has no expiry: --ttl would let its users be destroyed.\n` +
        `Choose another name, or leave --ttl out.`,
    );
  }
  const { name: project } = await stack.workspace.projectSettings();
  const known = outputs["testUser"]?.value as { readonly password?: string } | undefined;
  const region = process.env["AWS_REGION"];
  return {
    ...(region && { "aws:region": { value: region } }),
    ...throwAwayConfig({
      expiresAt: expiryOf(options.now, ttlHours),
      sites: options.sites ?? [],
      testUserPassword: known?.password ?? newPassword(),
      project,
      stack: stack.name.slice(stack.name.lastIndexOf("/") + 1),
    }),
  };
}
