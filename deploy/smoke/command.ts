import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { DeployError } from "../failure.ts";
import type { Mask } from "../masking.ts";
import type { Options } from "../options.ts";
import { clearOutputs } from "../outputs.ts";
import { openStack, type Target } from "../stack.ts";
import {
  type Addresses,
  deployedAddresses,
  knownUser,
  type KnownUser,
  localAddresses,
} from "./addresses.ts";
import { type Check, smoke } from "./smoke.ts";

/** The smoke test of a stack, or of a local runtime by its ready line. */
export async function smokeCommand(
  options: Options,
  target: Target,
  mask: Mask,
): Promise<readonly Check[]> {
  const { addresses, user } = await placeOf(options, target);
  const accessToken = options.token && (await textOf("--token", options.token)).trim();
  for (const secret of [accessToken, user?.password]) if (secret) mask.add(secret);
  return smoke({ ...options, addresses, user: givenUser(options) ?? user, accessToken });
}

async function placeOf(
  { ready }: Options,
  target: Target,
): Promise<{ readonly addresses: Addresses; readonly user: KnownUser | undefined }> {
  if (ready !== undefined) {
    return { addresses: localAddresses(await textOf("--ready", ready)), user: undefined };
  }
  const outputs = Object.fromEntries(
    Object.entries(await clearOutputs(await openStack(target))).map(([name, { value }]) => [
      name,
      value as unknown,
    ]),
  );
  return { addresses: deployedAddresses(outputs), user: knownUser(outputs) };
}

/** A password comes by the environment: command lines are seen by every process. */
function givenUser({ user: email }: Options): KnownUser | undefined {
  if (email === undefined) return undefined;
  const password = process.env["TEST_USER_PASSWORD"];
  if (password) return { email, password };
  throw new DeployError("usage", `--user ${email}: set TEST_USER_PASSWORD to the password.`);
}

async function textOf(option: string, file: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : readFileSync(file, "utf8");
  } catch (error) {
    throw new DeployError("usage", `${option} ${file}: ${(error as Error).message}`);
  }
}
