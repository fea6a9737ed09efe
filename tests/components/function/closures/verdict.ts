import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { type AnyHandler, functionCode } from "../../../../components/function/function-code";
import { alike } from "./alike";
import { ArchiveRunner, runSource } from "./archive-runner";
import { refused } from "./refused";

/** How a way of writing ends: its archive answers as its source, or it is refused, or it is wrong without a word. */
export type Verdict = "alike" | "refused" | "undetected";

/** The verdict on every way of writing a handler, by title. */
export async function verdicts(): Promise<Readonly<Record<string, Verdict>>> {
  const runner = new ArchiveRunner();
  const all: [string, Verdict][] = [];
  for (const { title, make } of alike) all.push([title, await verdictOn(make, runner)]);
  for (const [title, handler] of refused) {
    all.push([`captures ${title}`, await verdictOn(() => handler, runner)]);
  }
  await runner.close();
  return Object.fromEntries(all);
}

async function verdictOn(make: () => AnyHandler, runner: ArchiveRunner): Promise<Verdict> {
  const text = await archiveText(make()).catch(() => undefined);
  if (text === undefined) return "refused";
  const fromArchive = await runner.run(text);
  return isDeepStrictEqual(fromArchive, await runSource(make())) ? "alike" : "undetected";
}

/** The one file of a handler's archive. @throws RunError when the handler is refused */
export async function archiveText(handler: AnyHandler, owner = "handler"): Promise<string> {
  const { assets } = await functionCode(handler, owner);
  const asset = (await assets)["index.js"] as pulumi.asset.StringAsset;
  return asset.text;
}
