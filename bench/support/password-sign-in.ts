import type { Resource } from "../../local/program/graph.ts";
import type { Load } from "./load-client.ts";

/** The password of every user that a bar makes. */
export const PASSWORD = "Correct-Horse-7-Battery";

/** Address of a user that a bar makes. */
export function addressOf(user: number): string {
  return `user-${user}@example.test`;
}

/** Password sign-ins by the JSON API, each by the next user. @param users how many have the password */
export function signInLoad(
  url: string,
  clientId: string,
  users: number,
): Omit<Load, "connections" | "seconds"> {
  let turn = 0;
  const nextBody = (): string => {
    turn = (turn + 1) % users;
    const AuthParameters = { USERNAME: addressOf(turn), PASSWORD };
    return JSON.stringify({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: clientId, AuthParameters });
  };
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
  };
  // IPv4 by name would cost a look-up for each connection.
  const address = url.replace("localhost", "127.0.0.1");
  return { url: address, path: "/", headers, nextBody, status: 200 };
}

/** Lets an app client sign in with a plain password, by SRP and by refresh token. */
export function withPasswordFlow(resource: Resource): Resource {
  if (resource.type !== "aws:cognito/userPoolClient:UserPoolClient") return resource;
  const explicitAuthFlows = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
  ];
  // A client that rotates has no refresh by `InitiateAuth` (C36), which these loops measure as well.
  const { refreshTokenRotation: _, ...inputs } = resource.inputs;
  return { ...resource, inputs: { ...inputs, explicitAuthFlows } };
}
