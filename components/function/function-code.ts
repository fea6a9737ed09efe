import * as pulumi from "@pulumi/pulumi";
import { bundle, importsPackages } from "./bundle";
import { captureFault } from "./captured-values";
import { functionPosition } from "./function-position";
import { withPlainScope } from "./plain-scope";
import { textFault } from "./serialised-text";

/** Entry point of every function: the export `handler` of the archive's only file. */
export const ENTRY_POINT = "index.handler";

const FILE = "index.js";

/** An asynchronous function of one event; Node 24 on Lambda knows no callbacks. */
export type AnyHandler = (event: never, context: never) => Promise<unknown>;

/**
 * The archive of an inline handler: one file that holds the function and what it captures.
 * `pulumi.runtime.serializeFunction` gives the same text as Pulumi's callback functions without
 * walking `node_modules` for each of them (60 to 85 ms).
 * @param owner names the function in error messages, for instance `routes["GET /hello"]`
 */
export async function functionCode(
  handler: AnyHandler,
  owner: string,
): Promise<pulumi.asset.AssetArchive> {
  const text = await serialize(handler, owner);
  const code = importsPackages(text) ? await bundle(text, owner) : text;
  return new pulumi.asset.AssetArchive({ [FILE]: new pulumi.asset.StringAsset(code) });
}

async function serialize(handler: AnyHandler, owner: string): Promise<string> {
  try {
    const { text } = await pulumi.runtime.serializeFunction(handler, {
      // A captured secret would lie in the archive in clear.
      allowSecrets: false,
      serialize: captureGuard(),
    });
    const fault = signatureFault(handler) ?? textFault(text);
    if (fault !== undefined) throw new ClosureFault(fault);
    return withPlainScope(text);
  } catch (error) {
    throw new pulumi.RunError(refusal(handler, owner, error));
  }
}

/** What this program finds wrong with a closure, beside what Pulumi does. */
class ClosureFault extends Error {}

/** Pulumi asks it about each value on the way, a variable's name right before its value. */
function captureGuard(): (value: unknown) => boolean {
  let nearby = "";
  return (value) => {
    const fault = captureFault(value);
    if (fault !== undefined) throw new ClosureFault(`captures ${fault} (near "${nearby}")`);
    if (typeof value === "string") nearby = value.slice(0, 40);
    return true;
  };
}

/** What is wrong with the function itself; completes the sentence "the handler …". */
function signatureFault(handler: AnyHandler): string | undefined {
  if (handler.length > 2)
    return "takes a callback, which Node 24 on Lambda does not give: return a promise";
  const text = Function.prototype.toString.call(handler);
  const isArrow = /^(?:async\s*)?(?:\([^]*?\)|[\w$]+)\s*=>/.test(text);
  if (isArrow || !/\bthis\b/.test(text)) return undefined;
  return 'uses "this", which Lambda does not give: make it an arrow function';
}

function refusal(handler: AnyHandler, owner: string, error: unknown): string {
  const reason = error instanceof Error ? error.message.trim() : String(error);
  const position = functionPosition(handler);
  const subject = `${owner}.handler${position === undefined ? "" : ` (${position})`}`;
  return error instanceof ClosureFault
    ? `${subject} ${reason}.`
    : `${subject} cannot become a Lambda function: ${reason}`;
}
