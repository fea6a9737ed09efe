import { lookup } from "node:dns/promises";
import type { EngineEvent, StepEventMetadata } from "./automation.ts";
import { DeployError } from "./failure.ts";
import { readDiscovery, readKeys } from "./issuer.ts";

const DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";
const POOL = "aws:cognito/userPool:UserPool";
const RECORD = "aws:route53/record:Record";
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
 * domain is free, whether the parent of one's own has an address, and whether foreign issuers
 * answer as an authorizer needs it (F49, F50, F118).
 * @param events of the preview
 * @returns remarks on what could not be found out
 * @throws {DeployError} with the key to change
 */
export async function preflight(events: readonly EngineEvent[], stack: string): Promise<string[]> {
  const steps = events.flatMap((event) => event.resourcePreEvent?.metadata ?? []);
  const answers = await Promise.all([
    ...newDomains(steps).map((domain) => checkPrefix(domain, stack)),
    ...newParents(steps).map(checkParent),
    ...foreignIssuers(steps).map(checkIssuer),
  ]);
  return answers.flatMap((remark) => remark ?? []);
}

/** Prefix domains that the update makes; a replacement with the same prefix is ours already. */
export function newDomains(steps: readonly StepEventMetadata[]): NewDomain[] {
  const region = textOf(stepsOf(steps, PROVIDER)[0]?.new?.inputs, "region");
  return madeDomains(steps).flatMap((inputs) => {
    const prefix = textOf(inputs, "domain");
    const place = textOf(inputs, "region") ?? region ?? process.env["AWS_REGION"];
    if (!prefix || !place || isOwn(prefix)) return [];
    return [{ prefix, host: `${prefix}.auth.${place}.amazoncognito.com` }];
  });
}

/**
 * Parents of sign-in domains of one's own that the update makes: Cognito refuses such a domain until
 * its parent has an address (C294). A record that the same update makes is not there yet.
 */
export function newParents(steps: readonly StepEventMetadata[]): string[] {
  const records = stepsOf(steps, RECORD).map(({ new: made }) => textOf(made?.inputs, "name"));
  return madeDomains(steps)
    .map((inputs) => textOf(inputs, "domain") ?? "")
    .filter(isOwn)
    .map((domain) => domain.slice(domain.indexOf(".") + 1))
    .filter((parent) => !records.includes(parent));
}

/** Inputs of the sign-in domains that the update makes, without those that it makes anew. */
function madeDomains(steps: readonly StepEventMetadata[]): Inputs[] {
  return stepsOf(steps, DOMAIN).flatMap(({ op, old, new: made }) => {
    const isMade = ["create", "create-replacement"].includes(op);
    const isOther = textOf(made?.inputs, "domain") !== textOf(old?.inputs, "domain");
    return isMade && isOther && made ? [made.inputs] : [];
  });
}

/** A domain of one's own has dots, and a prefix has none. */
function isOwn(domain: string): boolean {
  return domain.includes(".");
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

async function checkParent(parent: string): Promise<string | undefined> {
  try {
    await lookup(parent, { family: 4 });
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTFOUND" && code !== "ENODATA") {
      return `Whether ${parent} has an address could not be found out (${code}): its sign-in domain needs one.`;
    }
  }
  throw new DeployError(
    "failed",
    `${parent} has no address, and Cognito makes a sign-in domain below it only when it has one.\n` +
      `Give ${parent} an A record, any will do, wait until it resolves, and run up again: nothing was changed.`,
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
