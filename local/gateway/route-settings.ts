import type { Properties, Resource, Value } from "../program/graph.ts";
import { members, text } from "../program/graph.ts";
import { badRequest } from "./creation-error.ts";

/** Settings for all routes and for single ones, each with where it stands. */
function settingsOf({ inputs }: Resource): readonly (readonly [string, Properties])[] {
  const ofRoutes = inputs["routeSettings"];
  const entries = Array.isArray(ofRoutes) ? (ofRoutes as readonly Value[]) : [];
  return [
    ["defaultRouteSettings", members(inputs["defaultRouteSettings"])],
    ...entries.map((entry) => {
      const settings = members(entry);
      return [`routeSettings["${text(settings["routeKey"]) ?? ""}"]`, settings] as const;
    }),
  ];
}

/** An HTTP API has no execution logs. @throws CreationError for settings that ask for them (H252) */
export function checkRouteSettings(stage: Resource): void {
  for (const [where, settings] of settingsOf(stage)) {
    const level = text(settings["loggingLevel"]) ?? "OFF";
    if (level === "OFF" && settings["dataTraceEnabled"] !== true) continue;
    const value = level === "OFF" ? "dataTraceEnabled true" : `loggingLevel "${level}"`;
    throw badRequest(stage, {
      value: `${where} ${value}`,
      text: "execution logs are not supported on HTTP APIs.",
      fix: "Remove it; accessLogSettings tells of each request.",
    });
  }
}
