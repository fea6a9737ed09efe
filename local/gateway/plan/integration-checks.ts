import { CreationError } from "../../program/creation-error.ts";
import { type Resource, text } from "../../program/graph.ts";
import { MappingFault } from "../mapping/mapping-fault.ts";
import { compileMapping } from "../mapping/parameter-mapping.ts";
import { routeMethods } from "../route-key.ts";

/** What AWS refuses about an integration: the offending input, AWS's words or ours, and what to change. */
interface Fault {
  readonly value: string;
  readonly text: string;
  readonly fix: string;
}

/**
 * Checks an integration of an HTTP API as AWS does when it is created.
 * @throws CreationError for H132, H188, H254, H265, H268 and H269–H273
 */
export function checkIntegration(integration: Resource): void {
  for (const check of checks) {
    const fault = check(integration);
    if (fault) throw new CreationError(integration, { code: "BadRequestException", ...fault });
  }
}

type Check = (integration: Resource) => Fault | undefined;

const checks: readonly Check[] = [
  typeFault,
  subtypeFault,
  methodFault,
  payloadFormatFault,
  timeoutFault,
  uriFault,
  connectionTypeFault,
  vpcLinkFault,
  mappingFault,
];

// Words: https://github.com/aws/aws-cli/issues/6363
function typeFault({ inputs }: Resource): Fault | undefined {
  const type = text(inputs["integrationType"]) ?? "";
  if (type === "AWS_PROXY" || type === "HTTP_PROXY") return undefined;
  return {
    value: `integrationType "${type}"`,
    text: "Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)",
    fix: "Use AWS_PROXY for a function, HTTP_PROXY for a URL.",
  };
}

/** Actions of AWS services that an integration can call (H268). */
const subtypes: ReadonlySet<string> = new Set([
  "AppConfig-GetConfiguration",
  "EventBridge-PutEvents",
  "Kinesis-PutRecord",
  "SQS-DeleteMessage",
  "SQS-PurgeQueue",
  "SQS-ReceiveMessage",
  "SQS-SendMessage",
  "StepFunctions-StartExecution",
  "StepFunctions-StartSyncExecution",
  "StepFunctions-StopExecution",
]);

function subtypeFault({ inputs }: Resource): Fault | undefined {
  const subtype = text(inputs["integrationSubtype"]);
  if (subtype === undefined) return undefined;
  const value = `integrationSubtype "${subtype}"`;
  if (!subtypes.has(subtype)) {
    const fix = `Use one of ${[...subtypes].join(", ")}.`;
    return { value, text: "there is no integration for this action.", fix };
  }
  if (text(inputs["credentialsArn"]) !== undefined) return undefined;
  return {
    value,
    text: "an integration with an AWS service needs a role.",
    fix: "Set credentialsArn to a role that may call the action.",
  };
}

// Words: https://github.com/hashicorp/terraform-provider-aws/issues/42391
function methodFault({ inputs }: Resource): Fault | undefined {
  const method = text(inputs["integrationMethod"]);
  const value = `integrationMethod "${method ?? ""}"`;
  if (inputs["integrationType"] === "AWS_PROXY") {
    if (method === undefined || method === "POST" || inputs["integrationSubtype"]) return undefined;
    const words = "HttpMethod must be POST for AWS_PROXY IntegrationType";
    return { value, text: words, fix: "Write POST, or leave it out." };
  }
  if (method === "ANY" || routeMethods.has(method ?? "")) return undefined;
  return {
    value,
    text: "an HTTP_PROXY integration needs an HTTP method.",
    fix: "Write ANY to pass the client's, or the method that the backend expects.",
  };
}

// H132
function payloadFormatFault({ inputs }: Resource): Fault | undefined {
  const version = text(inputs["payloadFormatVersion"]) ?? "1.0";
  const isFunction =
    inputs["integrationType"] === "AWS_PROXY" && inputs["integrationSubtype"] === undefined;
  if (version === "1.0" || (version === "2.0" && isFunction)) return undefined;
  return {
    value: `payloadFormatVersion "${version}"`,
    text: "the payload format is 1.0 or, of a Lambda integration, 2.0.",
    fix: isFunction ? "Write 1.0 or 2.0." : "Leave it out.",
  };
}

function timeoutFault({ inputs }: Resource): Fault | undefined {
  const timeout = inputs["timeoutMilliseconds"];
  if (typeof timeout !== "number" || (timeout >= 50 && timeout <= 30_000)) return undefined;
  return {
    value: `timeoutMilliseconds ${timeout}`,
    text: "the timeout of an integration is between 50 and 30000 milliseconds.",
    fix: "Choose a value in that range.",
  };
}

function uriFault({ inputs }: Resource): Fault | undefined {
  const uri = text(inputs["integrationUri"]) ?? "";
  if (inputs["integrationType"] !== "HTTP_PROXY" || isPrivate(inputs)) return undefined;
  // H277: a stage may give all of it.
  if (/^https?:\/\/[^/]/i.test(uri) || uri.startsWith("${stageVariables.")) return undefined;
  return {
    value: `integrationUri "${uri}"`,
    text: "Invalid HTTP endpoint specified for URI",
    fix: "Write a URL that starts with https:// or http://.",
  };
}

function connectionTypeFault({ inputs }: Resource): Fault | undefined {
  const type = text(inputs["connectionType"]) ?? "INTERNET";
  if (type === "INTERNET" || type === "VPC_LINK") return undefined;
  return {
    value: `connectionType "${type}"`,
    text: "the connection of an integration is INTERNET or VPC_LINK.",
    fix: "Write VPC_LINK for a private integration, or leave it out.",
  };
}

// H265. Words: https://github.com/klothoplatform/klotho/pull/347
function vpcLinkFault({ inputs }: Resource): Fault | undefined {
  if (!isPrivate(inputs)) return undefined;
  if (inputs["integrationType"] !== "HTTP_PROXY") {
    return {
      value: 'connectionType "VPC_LINK"',
      text: "a private integration is of type HTTP_PROXY.",
      fix: "Remove connectionType, or use HTTP_PROXY.",
    };
  }
  if (text(inputs["connectionId"]) === undefined) {
    return {
      value: "connectionId",
      text: "a private integration needs the id of its VPC link.",
      fix: "Set it to the id of an aws.apigatewayv2.VpcLink.",
    };
  }
  const uri = text(inputs["integrationUri"]) ?? "";
  if (privateUri.test(uri)) return undefined;
  return {
    value: `integrationUri "${uri}"`,
    text: "For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN.",
    fix: "Use the arn of an aws.lb.Listener or an aws.servicediscovery.Service.",
  };
}

const privateUri =
  /^arn:[\w-]+:(?:elasticloadbalancing:[\w-]+:\d+:listener\/|servicediscovery:[\w-]+:\d+:service\/)/;

function isPrivate(inputs: Resource["inputs"]): boolean {
  return inputs["connectionType"] === "VPC_LINK";
}

// The parameters of an AWS service's action have names of their own (H268).
function mappingFault({ inputs }: Resource): Fault | undefined {
  if (inputs["integrationSubtype"] !== undefined) return undefined;
  try {
    compileMapping(inputs, {});
    return undefined;
  } catch (error) {
    if (!(error instanceof MappingFault)) throw error;
    return { value: error.value, text: error.message, fix: error.fix };
  }
}
