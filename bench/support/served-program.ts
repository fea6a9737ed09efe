import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Recording, Resource } from "../../local/program/graph.ts";
import { emptyDirectory } from "./places.ts";
import { recordTo } from "./recording.ts";

export const PUBLIC_PATH = "/public";
export const SCOPE = "orders/read";

/** A path of the program's protected routes. */
export function protectedPath(index: number): string {
  return `/items/${index}`;
}

/** Writes a program on our components: a public route and protected ones, each with a handler of its own. */
export function writeServedProgram(name: string, routes: number, greeting = "hello"): string {
  const directory = emptyDirectory(name);
  const tsconfig = JSON.stringify({ extends: "../../../tsconfig.json" });
  writeFileSync(join(directory, "Pulumi.yaml"), "name: served\nruntime: nodejs\n");
  writeFileSync(join(directory, "tsconfig.json"), tsconfig);
  writeGreeting(directory, greeting);
  writeFileSync(join(directory, "index.ts"), programText(routes));
  return directory;
}

/** Saves what the public route answers with. */
export function writeGreeting(directory: string, greeting: string): void {
  writeFileSync(
    join(directory, "greeting.ts"),
    `export const greeting = { text: ${JSON.stringify(greeting)} };\n`,
  );
}

/**
 * Records a served program into a file.
 * @param change edits what was recorded
 * Limits of the stage are lifted in the recording, or they would answer for the gateway: 10,000 requests a second.
 */
export async function recordServed(
  name: string,
  routes: number,
  change: (resources: readonly Resource[]) => readonly Resource[] = (resources) => resources,
): Promise<string> {
  const directory = writeServedProgram(name, routes);
  const file = join(directory, "recording.json");
  await recordTo(file, directory);
  const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;
  const resources = change(recording.resources.map(withoutLimits));
  writeFileSync(file, JSON.stringify({ ...recording, resources }));
  return file;
}

function withoutLimits(resource: Resource): Resource {
  if (resource.type !== "aws:apigatewayv2/stage:Stage") return resource;
  const defaultRouteSettings = { throttlingRateLimit: 1e9, throttlingBurstLimit: 1e9 };
  return { ...resource, inputs: { ...resource.inputs, defaultRouteSettings, routeSettings: [] } };
}

function programText(routes: number): string {
  const table = Array.from(
    { length: routes },
    (_, index) => `
  "GET ${protectedPath(index)}": {
    scopes: ["${SCOPE}"],
    handler: async (event) => json(200, { route: ${index}, user: event.requestContext.authorizer.jwt.claims["username"] }),
  },`,
  );
  return `import { AuthLayer } from "../../../components/auth-layer";
import { HttpApi } from "../../../components/http-api";
import { json } from "../../../handlers/response";
import { greeting } from "./greeting";

const api = new HttpApi("api", {});
const auth = new AuthLayer("auth", {
  signUp: "self-service",
  scopes: { orders: { read: "See orders" } },
  clients: {
    web: { kind: "browser", callbackUrls: [api.url], scopes: ["openid", "${SCOPE}"] },
    app: { kind: "native", callbackUrls: ["http://localhost/back"], scopes: ["openid", "${SCOPE}"] },
  },
});
api.addRoutes(auth.authorizer, {
  "GET ${PUBLIC_PATH}": {
    public: "Measured without a token",
    handler: async () => json(200, { text: greeting.text }),
  },${table.join("")}
});
export const url = api.url;
`;
}
