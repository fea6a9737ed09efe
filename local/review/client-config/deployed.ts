import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { ProgramOptions } from "../../program-options.ts";
import { ProgramError } from "../../program/failure.ts";
import type { Graph, Properties, Resource, Value } from "../../program/graph.ts";
import { type ClientConfiguration } from "./configuration.ts";

const HOME = join(import.meta.dirname, "..", "..", "..");

/** What AWS, or the name of the organisation, decides when it is made. */
const DECIDED_THERE: Readonly<Record<string, string>> = {
  "aws:apigatewayv2/api:Api": "its URL",
  "aws:cognito/identityPool:IdentityPool": "its id",
  "aws:cognito/userPool:UserPool": "its id",
  "aws:cognito/userPoolClient:UserPoolClient": "its id",
  "aws:cognito/userPoolDomain:UserPoolDomain": "its address",
};

/**
 * The outputs of a deployed stack, as `npm run deploy -- outputs` tells them: no secret is in clear.
 * @throws ProgramError with that command's own message
 */
export async function deployedOutputs({ program, stack }: ProgramOptions): Promise<Properties> {
  const script = join(HOME, "deploy", "start.mjs");
  const place = ["--program", resolve(program), "--stack", stack];
  try {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [script, "outputs", ...place, "--json"], {
      cwd: HOME,
    });
    return JSON.parse(stdout) as Properties;
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    throw new ProgramError(stderr?.trim() || (error as Error).message, { cause: error });
  }
}

/**
 * Puts what AWS has made in the place of what the recording made up. A stack's outputs tell it: the
 * recorded ones have the same members, so where a made-up id stands there, the real one stands here.
 * @throws ProgramError naming a resource that no output tells of
 */
export function asDeployed(
  configuration: ClientConfiguration,
  graph: Graph,
  deployed: Properties,
): ClientConfiguration {
  const pairs = pairsOf(graph.recording.outputs, deployed);
  let json = JSON.stringify(configuration);
  for (const resource of graph.recording.resources) {
    const what = DECIDED_THERE[resource.type];
    const madeUp = what && madeUpText(resource);
    if (!madeUp || !json.includes(madeUp)) continue;
    const real = realText(pairs, madeUp);
    if (real === undefined) throw untold(resource, what, graph.recording.stack);
    json = json.replaceAll(madeUp, real);
  }
  return JSON.parse(json) as ClientConfiguration;
}

function madeUpText({ type, id, inputs }: Resource): string {
  const domain = inputs["domain"];
  return type.endsWith(":UserPoolDomain") && typeof domain === "string" ? domain : id;
}

/** Texts that stand in the same place of both. */
function pairsOf(recorded: Value | undefined, deployed: Value | undefined): [string, string][] {
  if (typeof recorded === "string" && typeof deployed === "string") return [[recorded, deployed]];
  if (!isParent(recorded) || !isParent(deployed)) return [];
  return Object.entries(recorded).flatMap(([name, value]) =>
    pairsOf(value as Value, (deployed as Properties)[name]),
  );
}

function isParent(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null;
}

function realText(pairs: readonly (readonly [string, string])[], madeUp: string) {
  for (const [recorded, deployed] of pairs) {
    const at = recorded.indexOf(madeUp);
    if (at < 0) continue;
    // In `https://ID.execute-api…` the id stands between the same words.
    const [before, after] = [recorded.slice(0, at), recorded.slice(at + madeUp.length)];
    const real = deployed.slice(before.length, deployed.length - after.length);
    if (deployed === before + real + after && /^[\w.:-]+$/.test(real)) return real;
  }
  return undefined;
}

function untold({ type, name }: Resource, what: string, stack: string): ProgramError {
  return new ProgramError(
    `No output of stack ${stack} tells ${what}: ${type} "${name}". Export it from the program and deploy, ` +
      `for instance: export const clientId = auth.clients.web.id.`,
  );
}
