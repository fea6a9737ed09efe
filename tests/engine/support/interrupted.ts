import { rmSync, writeFileSync } from "node:fs";
import { appearance } from "../../support/aws-provider/appearance.ts";
import { type FaultPlan, hangingFile, releaseFile } from "../../support/aws-provider/fault.ts";
import type { Running } from "./engine.ts";
import type { TestStack } from "./stacks.ts";

/** Where an update stops: before or after AWS acts. */
export type Stop = Omit<FaultPlan, "kind">;

/** Starts an update and waits until AWS does not answer it. @throws when it has ended before */
export async function startHanging(stack: TestStack, stop: Stop): Promise<Running> {
  const { running, isHanging } = await startTowards(stack, stop);
  if (!isHanging) throw new Error((await running.ended).output);
  return running;
}

/** One resource at a time, so that the count means the same in every run. */
const ONE_BY_ONE = ["up", "--yes", "--skip-preview", "--parallel", "1"];

async function startTowards(stack: TestStack, stop: Stop) {
  const { account } = stack.place;
  for (const file of [hangingFile(account), releaseFile(account)]) rmSync(file, { force: true });
  const running = stack.start(ONE_BY_ONE, { fault: { ...stop, kind: "hang" } });
  const end = new AbortController();
  void running.ended.finally(() => end.abort());
  const isHanging = await appearance(hangingFile(account), end.signal).then(
    () => true,
    () => false,
  );
  return { running, isHanging };
}

/** AWS answers again. */
export function release({ place }: TestStack): void {
  writeFileSync(releaseFile(place.account), "");
}

/** Kills the engine of an update at that point. @returns whether the update has come to it */
export async function killAt(stack: TestStack, stop: Stop): Promise<boolean> {
  const { running, isHanging } = await startTowards(stack, stop);
  if (isHanging) running.process.kill("SIGKILL");
  await running.ended;
  return isHanging;
}

/** What is in the account and not in the state, or the other way round, as `TYPE ID`. */
export async function strays(stack: TestStack): Promise<string[]> {
  const key = ({ type, id }: { readonly type: string; readonly id?: string }) => `${type} ${id}`;
  const state = (await stack.resources()).filter(({ type }) => type.startsWith("aws:")).map(key);
  const account = stack.account.all().map(key);
  return [
    ...account.filter((each) => !state.includes(each)).map((each) => `only in AWS: ${each}`),
    ...state.filter((each) => !account.includes(each)).map((each) => `only in the state: ${each}`),
    ...account.filter((each, index) => account.indexOf(each) !== index),
  ];
}
