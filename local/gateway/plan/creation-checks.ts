import { badRequest, CreationError } from "../../program/creation-error.ts";
import { type Graph, members, type Resource, texts } from "../../program/graph.ts";
import { INTEGRATION } from "../../program/types.ts";
import { checkIntegration } from "./integration-checks.ts";
import { refuseWebsocketInputs } from "./websocket-inputs.ts";

/**
 * Checks an API's CORS configuration and integrations as AWS does when they are created.
 * Routes, authorizers and stages are checked where they are read.
 * @throws CreationError for H215, H217, H253 and what {@link checkIntegration} refuses
 */
export function checkApi(graph: Graph, api: Resource): void {
  checkCors(api);
  refuseWebsocketInputs(graph, api);
  const integrations = graph.where(INTEGRATION, "apiId", api.id);
  integrations.forEach(checkIntegration);
}

/** Refuses an API of a protocol that there is not. @throws CreationError */
export function checkProtocol(api: Resource): void {
  const { protocolType = "HTTP" } = api.inputs;
  if (protocolType === "HTTP" || protocolType === "WEBSOCKET") return;
  throw badRequest(api, {
    value: `protocolType ${JSON.stringify(protocolType)}`,
    text: "a protocol is HTTP or WEBSOCKET.",
    fix: "Write HTTP.",
  });
}

function checkCors(api: Resource): void {
  const cors = members(api.inputs["corsConfiguration"]);
  const origins = texts(cors["allowOrigins"]);
  if (cors["allowCredentials"] === true && origins.includes("*")) {
    throw new CreationError(api, {
      code: "BadRequestException",
      value: 'corsConfiguration.allowOrigins ["*"] with allowCredentials',
      text: "allow-credentials is not supported if 'allow-origin' is *",
      fix: "Name the origins, or remove allowCredentials.",
    });
  }
  const maxAge = cors["maxAge"];
  if (typeof maxAge === "number" && (maxAge < -1 || maxAge > 86_400)) {
    throw new CreationError(api, {
      code: "BadRequestException",
      value: `corsConfiguration.maxAge ${maxAge}`,
      text: "max-age is between -1 and 86400 seconds.",
      fix: "Choose a value in that range.",
    });
  }
}
