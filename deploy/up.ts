import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ConfigMap, Stack } from "./automation.ts";
import { type Change, finishedChanges } from "./changes.ts";
import { stackFileOf } from "./environment.ts";
import { DeployError } from "./failure.ts";
import { clearOutputs, type ShownOutputs, toldOutputs } from "./outputs.ts";
import { withoutTrace } from "./passing-stack.ts";
import { preflight } from "./preflight.ts";
import { review } from "./review.ts";
import { type PreviewOptions, previewStack, type Reviewed } from "./reviewed.ts";
import { readStackFile, restoreStackFile } from "./stack-file.ts";
import { attempt, operate, openStack, type Target, withStack } from "./stack.ts";
import { expiryOf, expiryOutput, newPassword, throwAwayConfig } from "./throw-away.ts";

/** What is deployed, and for how long. */
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

/** Previews the stack with every review, and leaves none behind where there was none. */
export function preview(target: Target, options: UpOptions): Promise<Reviewed> {
  // The next `up` finds in the file what was said here.
  return withoutTrace(target, changesConfig(options), async (passing) => {
    const { opened: _, events: __, ...reviewed } = await reviewedStack(passing, options);
    return reviewed;
  });
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
  const { opened: stack, events, ...reviewed } = await reviewedStack(target, options);
  onReviewed(reviewed);
  if (reviewed.refusals.length > 0) {
    return { reviewed, remarks: [], changes: [], outputs: undefined };
  }
  const remarks = await preflight(events, target.stack);
  const done = await operate(target, stack, (asked, engine) => asked.up(engine));
  return { reviewed, remarks, changes: finishedChanges(done), outputs: toldOutputs(done).after };
}

/** Opens the stack and reviews it; the review begins at once where the command line changes nothing that it reads. */
async function reviewedStack(target: Target, options: UpOptions) {
  const file = stackFileOf(resolve(target.program), target.stack);
  const isSettled = existsSync(file) && !changesConfig(options);
  const begun = isSettled ? review(options) : undefined;
  // Whoever awaits it hears of a failure; until then it is nobody's.
  begun?.catch(() => undefined);
  const { stack: opened, before } = await configuredStack(target, options, file);
  try {
    return { opened, ...(await previewStack(opened, target, options, begun ?? review(options))) };
  } catch (error) {
    // A value that the program refuses would fail every command that follows.
    if (changesConfig(options)) restoreStackFile(file, before);
    throw error;
  }
}

const changesConfig = ({ config, ttlHours }: UpOptions): boolean =>
  ttlHours !== undefined || Object.keys(config).length > 0;

/** The stack, with what the command line says written to its file, and the file's text before. */
async function configuredStack(target: Target, options: UpOptions, file: string) {
  const stack = await openStack(target);
  let before = readStackFile(file);
  const given = Object.entries(options.config).map(([key, value]) => [key, { value }] as const);
  const config: ConfigMap = {
    ...(options.ttlHours !== undefined &&
      (await expiring(target, stack, options, options.ttlHours))),
    ...Object.fromEntries(given),
  };
  if (Object.keys(config).length > 0) {
    await withStack(target, stack, () => {
      // A stack that was just made has written to it how its secrets are encrypted.
      before = readStackFile(file);
      return attempt(target.stack, [], () => stack.setAllConfig(config, true));
    });
  }
  return { stack, before };
}

/** @throws {DeployError} for a stack that is up and was never meant to go */
async function expiring(
  target: Target,
  stack: Stack,
  { now, sites = [] }: UpOptions,
  ttlHours: number,
): Promise<ConfigMap> {
  const outputs = await withStack(target, stack, () => clearOutputs(stack));
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
      expiresAt: expiryOf(now, ttlHours),
      sites,
      testUserPassword: known?.password ?? newPassword(),
      project,
      stack: stack.name.slice(stack.name.lastIndexOf("/") + 1),
    }),
  };
}
