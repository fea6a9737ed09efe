import { type Graph, members, type Resource, text } from "../../program/graph.ts";
import { STAGE } from "../../program/types.ts";
import { variablesIn } from "../log/access-log.ts";
import { isKnownVariable } from "../log/context-variables.ts";

/** Access-log formats with a variable that there is not: its value is missing from every line (H279, H281). */
export function accessLogRemarks(graph: Graph, api: Resource): readonly string[] {
  return graph.where(STAGE, "apiId", api.id).flatMap((stage) => {
    const format = text(members(stage.inputs["accessLogSettings"])["format"]) ?? "";
    const unknown = variablesIn(format).filter((name) => !isKnownVariable(name));
    return unknown.map(
      (name) =>
        `${stage.type} "${stage.name}": accessLogSettings.format has $context.${name}, which API Gateway ` +
        'does not know: it is logged as "-". Correct its name, or remove it.',
    );
  });
}
