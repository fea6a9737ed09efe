import { lookup } from "node:dns/promises";
import type { EngineEvent, StepEventMetadata } from "./automation.ts";
import { DeployError } from "./failure.ts";
import { readDiscovery, readKeys } from "./issuer.ts";

const DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";
const POOL = "aws:cognito/userPool:UserPool";
const AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer";
const PROVIDER = "pulumi:providers:aws";

type Inputs = Readonly<Record<string, unknown>>;

/** The host of hosted pages that do not exist yet. */
export interface NewDomain {
  readonly prefix: string;
  readonly host: string;
}

/**
 * Asks before an update what AWS would refuse in its middle: whether the prefix of a new sign-in
 * domain is free, and whether foreign issuers answer as an authorizer needs it (F49, F118).
 * @param events of the preview
 * @returns remarks on what could not be found out
 * @throws {DeployError} with the key to change
 */
export async function preflight(events: readonly EngineEvent[], stack: string): Promise<string[]> {
  const steps = events.flatMap((event) => event.resourcePreEvent?.metadata ?? []);
  const answers = await Promise.all([
    ...newDomains(steps).map((domain) => checkPrefix(domain, stack)),
    ...foreignIssuers(steps).map(checkIssuer),
  ]);
  return answers.flatMap((remark) => remark ?? []);
}

/** Prefix domains that the update makes; a replacement with the same prefix is ours already. */
export function newDomains(steps: readonly StepEventMetadata[]): NewDomain[] {
  const region = textOf(stepsOf(steps, PROVIDER)[0]?.new?.inputs, "region");
  return stepsOf(steps, DOMAIN).flatMap(({ op, old, new: made }) => {
    const prefix = textOf(made?.inputs, "domain");
    const place = textOf(made?.inputs, "region") ?? region ?? process.env["AWS_REGION"];
    const isMade = ["create", "create-replacement"].includes(op);
    if (!isMade || !prefix || !place || prefix === textOf(old?.inputs, "domain")) return [];
    // A domain of one's own has dots, and its name in DNS is there before it.
    if (prefix.includes(".")) return [];
    return [{ prefix, host: `${prefix}.auth.${place}.amazoncognito.com` }];
  });
}

/** Issuers of the authorizers, without those of the stack's own pools. */
export function foreignIssuers(steps: readonly StepEventMetadata[]): string[] {
  const pools = stepsOf(steps, POOL).flatMap(({ old }) => old?.id || []);
  const issuers = stepsOf(steps, AUTHORIZER).flatMap((step) => {
    const { jwtConfiguration } = (step.new?.inputs ?? {}) as Inputs;
    // What the update makes first is unknown in its preview, and no address.
    const issuer = textOf(jwtConfiguration as Inputs | undefined, "issuer");
    return issuer?.startsWith("http") ? [issuer] : [];
  });
  return [...new Set(issuers)].filter((issuer) => !pools.some((id) => issuer.endsWith(`/${id}`)));
}

/** A prefix that nobody has is no name in DNS. */
async function checkPrefix({ prefix, host }: NewDomain, stack: string) {
  try {
    await lookup(host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTFOUND") return undefined;
    return `Whether the sign-in domain's prefix "${prefix}" is free could not be found out: ${host} (${code}).`;
  }
  throw new DeployError(
    "failed",
    `The sign-in domain's prefix "${prefix}" is taken: ${host} exists, and prefixes are unique in a Region.\n` +
      `Choose another: npm run deploy -- up --stack ${stack} --config domainPrefix=ANOTHER`,
  );
}

async function checkIssuer(issuer: string): Promise<undefined> {
  try {
    await readKeys(await readDiscovery(issuer));
  } catch (error) {
    throw new DeployError(
      "failed",
      `The issuer ${issuer} does not answer as API Gateway needs it: ${(error as Error).message}.\n` +
        "Correct the authorizer's issuer, or bring it up, and run up again: nothing was changed.",
      { cause: error },
    );
  }
}

function stepsOf(steps: readonly StepEventMetadata[], type: string): StepEventMetadata[] {
  return steps.filter((step) => step.type === type);
}

function textOf(inputs: Inputs | undefined, name: string): string | undefined {
  const value = inputs?.[name];
  return typeof value === "string" ? value : undefined;
}
