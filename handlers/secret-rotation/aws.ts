import { type JsonService, sendJson } from "../aws-json";

/** The user pools' JSON API. */
export const COGNITO: JsonService = {
  name: "cognito-idp",
  target: "AWSCognitoIdentityProviderService",
  contentType: "application/x-amz-json-1.1",
  endpointVariable: "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
};

/** The secrets' JSON API. */
export const SECRETS_MANAGER: JsonService = {
  name: "secretsmanager",
  target: "secretsmanager",
  contentType: "application/x-amz-json-1.1",
  endpointVariable: "AWS_ENDPOINT_URL_SECRETS_MANAGER",
};

const NOT_FOUND = "ResourceNotFoundException";

/**
 * One operation, sent once: Secrets Manager repeats the whole step, which looks at what came of an answer that was lost.
 * @throws where the service does not answer or refuses, naming the error's type only: its text may quote a secret
 */
export async function call<Output>(
  service: JsonService,
  operation: string,
  input: object,
): Promise<Output> {
  const output = await callIfFound<Output>(service, operation, input);
  if (output === undefined) throw refusal(service, operation, NOT_FOUND);
  return output;
}

/** The same where what is asked for need not be there: undefined then. */
export async function callIfFound<Output>(
  service: JsonService,
  operation: string,
  input: object,
): Promise<Output | undefined> {
  const answer = await sendJson(service, operation, input);
  if (answer === undefined) throw new Error(`${service.name} does not answer ${operation}.`);
  if (answer.status === 200) return JSON.parse(answer.text) as Output;
  const type = /"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"/.exec(answer.text)?.[1];
  if (type === NOT_FOUND) return undefined;
  throw refusal(service, operation, type ?? `status ${answer.status}`);
}

function refusal({ name }: JsonService, operation: string, type: string): Error {
  return new Error(`${name} refuses ${operation}: ${type}`);
}
