import type { Recording, Resource } from "../local/program/graph.ts";
import { type Line, judge } from "./support/line.ts";
import { emptyDirectory } from "./support/places.ts";
import { FUNCTION, ofType, recordTo } from "./support/recording.ts";

const LIMIT = 3;

/** Resources that exist for a handler's permissions, beside the function; and managed policies. Exact, shipped program. */
export async function measure(): Promise<readonly Line[]> {
  const recording = await recordTo(`${emptyDirectory("iam")}/recording.json`);
  const functions = ofType(recording, FUNCTION);
  const most = Math.max(...functions.map((each) => permissionResources(recording, each).length));
  const managed = managedPolicies(recording);
  return [
    {
      name: "iam",
      figure: `${most} permission resources for a handler, ${managed} managed policies`,
      target: `≤ ${LIMIT}; 0`,
      verdict: judge(most <= LIMIT && managed === 0),
      remark: `${functions.length} handlers`,
    },
  ];
}

/** Role, its policies and attachments, and who may call the function. */
function permissionResources(recording: Recording, handler: Resource): readonly Resource[] {
  const role = recording.resources.find(
    ({ type, outputs }) =>
      type === "aws:iam/role:Role" && outputs["arn"] === handler.inputs["role"],
  );
  const names = [role?.id, role?.outputs["name"]];
  return recording.resources.filter(
    (resource) =>
      resource === role ||
      (resource.type.startsWith("aws:iam/") && names.includes(resource.inputs["role"])) ||
      (resource.type.startsWith("aws:lambda/permission:") &&
        [handler.id, handler.outputs["name"]].includes(resource.inputs["function"])),
  );
}

function managedPolicies({ resources }: Recording): number {
  const attachments = resources.filter(({ type }) => /^aws:iam\/\w*PolicyAttachment/.test(type));
  const inline = resources.flatMap(({ inputs }) => inputs["managedPolicyArns"] ?? []);
  return attachments.length + inline.length;
}
