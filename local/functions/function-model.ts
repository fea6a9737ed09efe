import { type Graph, members, type Resource, text, type Value } from "../program/graph.ts";

/** Settings of one function, as its resource states them, with Lambda's defaults. */
export interface FunctionModel {
  readonly urn: string;
  /** Logical name. */
  readonly name: string;
  readonly functionName: string;
  readonly arn: string;
  /** `FILE.EXPORT`, the file without its extension. */
  readonly handler: string;
  /** Major version of Node, of `nodejs24.x`. */
  readonly nodeVersion: number;
  readonly runtime: string;
  readonly region: string;
  /** @default 3 */
  readonly timeoutMs: number;
  /** @default 128 */
  readonly memoryMb: number;
  /** Invocations that may run at once. @default Infinity */
  readonly reservedConcurrency: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly logFormat: "Text" | "JSON";
  /** Least level that the function prints; only JSON logs have one. @default INFO */
  readonly logLevel: string;
  /** The recorded archive. */
  readonly code: Value | undefined;
}

const BUCKET_OBJECTS = ["aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObject:BucketObject"];

/** Reads an `aws:lambda/function:Function`. */
export function functionModel(resource: Resource, graph: Graph): FunctionModel {
  const { inputs, outputs } = resource;
  const runtime = text(inputs["runtime"]) ?? "";
  const functionName = text(outputs["name"]) ?? resource.id;
  const logging = members(inputs["loggingConfig"]);
  // -1 stands for none, and 0 switches the function off.
  const reserved = numberOr(inputs["reservedConcurrentExecutions"], -1);
  const variables = members(members(inputs["environment"])["variables"]);
  return {
    urn: resource.urn,
    name: resource.name,
    functionName,
    arn: text(outputs["arn"]) ?? "",
    handler: text(inputs["handler"]) ?? "index.handler",
    runtime,
    nodeVersion: Number(/^nodejs(\d+)\.x$/.exec(runtime)?.[1] ?? Number.NaN),
    region: resource.region,
    timeoutMs: numberOr(inputs["timeout"], 3) * 1000,
    memoryMb: numberOr(inputs["memorySize"], 128),
    reservedConcurrency: reserved < 0 ? Infinity : reserved,
    environment: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, String(value)]),
    ),
    logGroup: text(logging["logGroup"]) ?? `/aws/lambda/${functionName}`,
    logFormat: logging["logFormat"] === "JSON" ? "JSON" : "Text",
    logLevel: text(logging["applicationLogLevel"]) ?? "INFO",
    code: inputs["code"] ?? uploadedCode(resource, graph),
  };
}

/** The archive that the same program uploads to S3 for the function. */
function uploadedCode({ inputs }: Resource, graph: Graph): Value | undefined {
  const { s3Bucket, s3Key } = inputs;
  if (s3Bucket === undefined || s3Key === undefined) return undefined;
  const object = BUCKET_OBJECTS.flatMap((type) => graph.where(type, "bucket", s3Bucket)).find(
    ({ outputs }) => outputs["key"] === s3Key,
  );
  const source = object?.inputs["source"];
  const file = text(members(members(source)["asset"])["file"]);
  return file === undefined ? source : { archive: { "": { file } } };
}

/** Why the function cannot run here, or undefined when it can. */
export function whyNotRunnable(model: FunctionModel): string | undefined {
  if (Number.isNaN(model.nodeVersion)) {
    const what =
      model.runtime === "" ? "it is a container image" : `its runtime is ${model.runtime}`;
    return `${what}; only nodejs runtimes run here`;
  }
  if (model.code === undefined) return "its code is not on this machine (an image or S3 object)";
  return undefined;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
