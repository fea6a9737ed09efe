import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeProgram } from "../../program/support/programs.ts";

/** A program of one route, `GET /a`, whose callers are those of the authorization type. */
export const oneRoute = (authorizationType: string): string => `
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
const api = new apigatewayv2.Api("api", { protocolType: "HTTP" });
new apigatewayv2.Stage("stage", { apiId: api.id, name: "$default", autoDeploy: true });
const integration = new apigatewayv2.Integration("away", {
  apiId: api.id, integrationType: "HTTP_PROXY", integrationUri: "https://example.com", integrationMethod: "GET",
});
new apigatewayv2.Route("route", {
  apiId: api.id, routeKey: "GET /a", target: integration.id.apply((id) => "integrations/" + id),
  authorizationType: "${authorizationType}",
});
`;

/** A program in a git repository of its own. */
export interface Repository {
  readonly directory: string;
  git(...args: readonly string[]): string;
  /** Edits the program. */
  save(source: string): void;
  /** Commits what was saved. */
  commit(): void;
}

/** Writes a program to a new repository and commits it; `cleanUp` of the programs removes it. */
export function createRepository(source: string): Repository {
  const directory = writeProgram({ "index.ts": source });
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: directory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  const commit = (): void => {
    git("add", "--all");
    git("commit", "--quiet", "--message", "a step");
  };
  git("init", "--quiet");
  commit();
  return {
    directory,
    git,
    save: (text) => writeFileSync(join(directory, "index.ts"), text),
    commit,
  };
}
