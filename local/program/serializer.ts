import { Session } from "node:inspector";
import type { PulumiSdk } from "./record-options.ts";

/**
 * Spares the SDK a survey of all loaded scripts (0.15 s). It enables V8's debugger only to learn the
 * scripts' addresses, and those of scripts that are loaded already never reach it. Only its own one session is
 * spared: a program that asks the debugger for something gets an answer.
 */
export function skipScriptSurvey(): void {
  const prototype = Session.prototype as unknown as { post: (...args: unknown[]) => void };
  const { post } = prototype;
  prototype.post = function (this: Session, method, ...rest) {
    if (method !== "Debugger.enable") return Reflect.apply(post, this, [method, ...rest]);
    prototype.post = post;
    const callback = rest.at(-1);
    if (typeof callback === "function") callback(null, {});
  };
}

/** The first function that is serialised costs many times what the next ones cost: pay for it in idle time. */
export async function warmSerializer(pulumi: PulumiSdk): Promise<void> {
  const greeting = { text: "warm" };
  await pulumi.runtime.serializeFunction(() => greeting.text).catch(() => undefined);
}
