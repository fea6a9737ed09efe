import { API_GATEWAY } from "./aws/api-gateway.ts";
import { COGNITO, IAM } from "./aws/cognito.ts";
import { EVENTS, STORAGE } from "./aws/data.ts";
import { LAMBDA } from "./aws/lambda.ts";
import { NETWORK } from "./aws/network.ts";
import { AWSX, RANDOM } from "./aws/other-providers.ts";
import {
  type Attributes,
  type AttributeTable,
  type Compute,
  idOf,
  nameOf,
  regionalArn,
  type Registration,
} from "./aws/registration.ts";
import type { Value } from "./graph.ts";

/** By resource type. A type that is not here gets the {@link usual} attributes. */
export const ATTRIBUTES: AttributeTable = {
  ...API_GATEWAY,
  ...COGNITO,
  ...EVENTS,
  ...IAM,
  ...LAMBDA,
  ...NETWORK,
  ...STORAGE,
  ...AWSX,
  ...RANDOM,
};

/** What the provider would compute when this resource is made. */
export async function computeAttributes(
  registration: Registration,
  isComponent: boolean,
): Promise<Attributes> {
  const compute = ATTRIBUTES[registration.type];
  if (isComponent) return compute ? compute(registration) : { id: "", outputs: {} };
  const { id, outputs } = await (compute ?? usual)(registration);
  const located = isRegional(registration.type) ? { region: registration.region } : {};
  return { id: registration.givenId ?? id, outputs: { ...located, ...outputs } };
}

/** Services that are one for all regions: their resources have no `region`. */
const GLOBAL = new Set(["cloudfront", "iam", "organizations", "route53", "shield", "waf"]);

function isRegional(type: string): boolean {
  const [provider, module = ""] = type.split(":");
  return provider === "aws" && !GLOBAL.has(module.split("/")[0] ?? "");
}

/** A name, an id that is the name, and an ARN of AWS's usual form. */
const usual: Compute = (registration) => {
  const { type, inputs } = registration;
  const id = nameOf(registration);
  if (!type.startsWith("aws:")) return { id: idOf(registration, id), outputs: {} };
  const [service = "", kind] = (type.split(":")[1] ?? "").split("/");
  const outputs: Record<string, Value> = {
    arn: regionalArn(registration, service, `${kind}/${id}`),
  };
  if (inputs["name"] === undefined) outputs["name"] = id;
  return { id, outputs };
};
