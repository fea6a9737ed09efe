import type * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import type { ScopeTree } from "./api-scopes";

/** Makes the resource servers that define the API's scopes. */
export function createResourceServers(
  name: string,
  userPoolId: pulumi.Input<string>,
  scopes: ScopeTree,
  parent: pulumi.Resource,
): cognito.ResourceServer[] {
  return Object.entries(scopes).map(
    ([identifier, words]) =>
      new cognito.ResourceServer(
        `${name}-${identifier}`,
        {
          userPoolId,
          identifier,
          name: identifier,
          scopes: Object.entries(words).map(([scopeName, scopeDescription]) => ({
            scopeName,
            scopeDescription,
          })),
        },
        { parent },
      ),
  );
}
