import { CreationError } from "../../program/creation-error.ts";
import { type Graph, members, type Properties, type Resource, text } from "../../program/graph.ts";
import { STAGE } from "../../program/types.ts";
import { checkRouteSettings } from "./route-settings.ts";
import { readStageVariables } from "./stage-variables.ts";

/** A stage as the program describes it. */
export interface StageSource {
  /** `$default` or the stage's name. */
  readonly name: string;
  readonly inputs: Properties;
  /** Whether it serves what the resource describes (H7). */
  readonly releases: (resource: Resource) => boolean;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The stages of an API; quick create brings `$default` (design.md 5.2), an import brings none (H9).
 * @throws CreationError for H6, H147, H243, H252, H278, H290 and a name that is taken
 */
export function readStages(graph: Graph, api: Resource): readonly StageSource[] {
  const stages = graph.where(STAGE, "apiId", api.id).map((resource, index, all) => {
    checkRouteSettings(graph, api, resource);
    return { ...readStage(resource, index, all), releases: releasesOf(graph, resource) };
  });
  const hasDefault = stages.some((stage) => stage.name === "$default");
  if (api.inputs["target"] !== undefined && !hasDefault) {
    stages.push({ name: "$default", inputs: {}, releases: () => true, variables: {} });
  }
  return stages;
}

/** Refuses a stage for a wrong value, in words of AWS or ours, and says how to mend it. */
type Refuse = (value: string, words: string, fix: string) => CreationError;

function readStage(
  resource: Resource,
  index: number,
  all: readonly Resource[],
): Omit<StageSource, "releases"> {
  const name = stageName(resource);
  const { inputs } = resource;
  const refuse: Refuse = (value, words, fix) =>
    new CreationError(resource, { code: "BadRequestException", value, text: words, fix });
  checkName(name, refuse);
  if (all.findIndex((other) => stageName(other) === name) !== index) {
    throw new CreationError(resource, {
      code: "ConflictException",
      value: `name "${name}"`,
      text: "Stage already exists.",
      fix: "Give each stage of the API a name of its own.",
    });
  }
  checkDeployment(name, inputs, refuse);
  checkAccessLog(inputs, refuse);
  return { name, inputs, variables: readStageVariables(resource) };
}

function checkName(name: string, refuse: Refuse): void {
  if (name === "$default" || /^[\w-]{1,128}$/.test(name)) return;
  throw refuse(
    `name "${name}"`,
    "a stage name has up to 128 letters, digits, hyphens and underscores.",
    "Rename the stage, or use `$default`.",
  );
}

function checkDeployment(name: string, inputs: Properties, refuse: Refuse): void {
  const deploymentId = text(inputs["deploymentId"]);
  if (inputs["autoDeploy"] !== true || deploymentId === undefined) return;
  throw refuse(
    `deploymentId "${deploymentId}"`,
    `Deployment ID cannot be set on this stage ${name} because AutoDeploy is enabled.`,
    "Remove deploymentId or autoDeploy.",
  );
}

// H7. A deployment holds what it depends on (design.md 5.2); one from elsewhere may hold anything.
function releasesOf(graph: Graph, stage: Resource): StageSource["releases"] {
  const { inputs } = stage;
  if (inputs["autoDeploy"] === true) return () => true;
  const deploymentId = text(inputs["deploymentId"]);
  if (deploymentId === undefined) return () => false;
  const deployment = graph.byId("aws:apigatewayv2/deployment:Deployment", deploymentId);
  if (!deployment) return () => true;
  if (deployment.inputs["apiId"] !== inputs["apiId"]) {
    throw new CreationError(stage, {
      code: "NotFoundException",
      value: `deploymentId "${deploymentId}"`,
      text: "Invalid Deployment identifier specified.",
      fix: `Set it to the id of a deployment of this API; "${deployment.name}" is another's.`,
    });
  }
  const held = graph.dependencies(deployment);
  return ({ urn }) => held.has(urn);
}

// H278
function checkAccessLog(inputs: Properties, refuse: Refuse): void {
  const format = text(members(inputs["accessLogSettings"])["format"]);
  if (format === undefined) return;
  if (!/\$context\.(?:requestId|extendedRequestId)\b/.test(format)) {
    throw refuse(
      "accessLogSettings.format",
      "the format must contain $context.requestId or $context.extendedRequestId.",
      "Add one of them.",
    );
  }
  if (Buffer.byteLength(format) > 3072) {
    throw refuse("accessLogSettings.format", "the format is larger than 3 KB.", "Shorten it.");
  }
}

function stageName(resource: Resource): string {
  return text(resource.inputs["name"]) ?? text(resource.outputs["name"]) ?? resource.name;
}
