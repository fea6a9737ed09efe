import { ProgramError } from "./failure.ts";
import type { Failure } from "./messages.ts";
import type { PulumiSdk } from "./record-options.ts";

/** Properties of other resources, each of which waited for the next, before the one that failed. */
const WAITING = /^(?:error serializing property "[^"]*": )+(?=error serializing property ")/;

/** What the user is shown of an error: Pulumi's own errors without a stack where they ask for that. */
export function describeFailure(error: unknown, sdk: PulumiSdk | undefined): Failure {
  if (error instanceof ProgramError || sdk?.RunError.isInstance(error)) {
    return { text: withLocalWay((error as Error).message.replace(WAITING, "")), wantsStack: false };
  }
  if (sdk?.ResourceError.isInstance(error)) {
    const { message, hideStack, resource } = error;
    const name = (resource as { __name?: string } | undefined)?.__name;
    const text = name ? `${name}: ${message}` : message;
    if (hideStack) return { text, wantsStack: false };
  }
  if (!(error instanceof Error))
    return { text: `The program threw ${String(error)}`, wantsStack: false };
  const stack = error.stack ?? String(error);
  return { text: stack, wantsStack: !/\n\s+at /.test(stack) };
}

/** Pulumi names its command alone; here there need not be a stack, nor a `pulumi`. */
function withLocalWay(text: string): string {
  const key = /^Missing required configuration variable '([^']+)'/.exec(text)?.[1];
  if (key === undefined) return text;
  const way = text.includes("--secret")
    ? `in the environment: PULUMI_CONFIG='{"${key}":"VALUE"}' PULUMI_CONFIG_SECRET_KEYS='["${key}"]'`
    : `--config ${key}=VALUE`;
  return `${text}\n\tor, here, ${way}`;
}
