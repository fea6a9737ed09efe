import { SignatureV4 } from "@smithy/signature-v4";
import { DeployError } from "../failure.ts";
import { Sha256 } from "./sha256.ts";

/** Credentials as the AWS SDKs have them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Finds credentials; throws where there are none. */
export type CredentialProvider = () => Promise<Credentials>;

/** Calls an operation of Cognito's user pools. @throws {DeployError} with AWS's own message */
export type CallUserPools = <Answer>(operation: string, input: object) => Promise<Answer>;

/** Region of a user pool by its id, `REGION_NAME`. @throws {DeployError} for what is no such id */
export function regionOf(poolId: string): string {
  const [, region] = /^([a-z]{2}(?:-[a-z]+)+-\d)_[0-9A-Za-z]+$/.exec(poolId) ?? [];
  if (region !== undefined) return region;
  // It becomes part of a host name that credentials are used at.
  throw new DeployError(
    "usage",
    `${poolId}: a user pool's id is REGION_NAME, us-east-1_AbCdEf123.`,
  );
}

/** More would only wait for a service that is down. */
const ATTEMPTS = 4;
const SERVICE = "cognito-idp";

/**
 * A client of the few operations that an import needs. The whole SDK is a hundred packages more.
 * @param args.pause waits between two attempts; a busy service is asked again (C161)
 */
export function userPoolsApi(args: {
  readonly region: string;
  readonly credentials: CredentialProvider;
  readonly env: NodeJS.ProcessEnv;
  readonly pause: (milliseconds: number) => Promise<void>;
}): CallUserPools {
  const { region, credentials, env, pause } = args;
  const endpoint = new URL(endpointOf(region, env));
  const signer = new SignatureV4({ service: SERVICE, region, sha256: Sha256, credentials });
  return async <Answer>(operation: string, input: object): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      const { status, body } = await post(signer, endpoint, operation, input);
      if (status === 200) return body as Answer;
      const code = String(body["__type"] ?? `status ${status}`).replace(/^.*#/, "");
      const isBusy = status >= 500 || code === "TooManyRequestsException";
      if (!isBusy || attempt === ATTEMPTS) throw refusal(operation, code, body["message"]);
      await pause(2 ** attempt * 500);
    }
  };
}

type Body = Readonly<Record<string, unknown>>;

async function post(
  signer: SignatureV4,
  endpoint: URL,
  operation: string,
  input: object,
): Promise<{ readonly status: number; readonly body: Body }> {
  const body = JSON.stringify(input);
  const { protocol, hostname, port, pathname, host } = endpoint;
  const { headers } = await signer.sign({
    method: "POST",
    protocol,
    hostname,
    ...(port !== "" && { port: Number(port) }),
    path: pathname,
    query: {},
    headers: {
      host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body,
  });
  try {
    const response = await fetch(endpoint, { method: "POST", headers, body, redirect: "error" });
    return { status: response.status, body: parse(await response.text()) };
  } catch (cause) {
    const message = `${endpoint.origin} cannot be reached for ${operation}.`;
    throw new DeployError("failed", message, { cause });
  }
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return { message: text.slice(0, 200) };
  }
}

/** As the SDKs read the environment: the service's own variable goes first. */
function endpointOf(region: string, env: NodeJS.ProcessEnv): string {
  return (
    env["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] ||
    env["AWS_ENDPOINT_URL"] ||
    `https://${SERVICE}.${region}.amazonaws.com/`
  );
}

const ADVICE: Readonly<Record<string, string>> = {
  AccessDeniedException:
    "Let the caller do cognito-idp:*UserImportJob, DescribeUserPool and iam:PassRole.",
  ExpiredTokenException: "Sign in to AWS again.",
  InvalidParameterException:
    "Is the role one that cognito-idp.amazonaws.com may assume, with rights on /aws/cognito/* logs?",
  LimitExceededException: "One import job runs at a time in an account: wait for the other one.",
  PreconditionNotMetException:
    "Another import job runs, the file did not arrive, or the pool verifies no attribute.",
  UnrecognizedClientException: "The credentials are not of this account, or no longer valid.",
};

function refusal(operation: string, code: string, message: unknown): DeployError {
  const advice = ADVICE[code];
  const words = typeof message === "string" && message !== "" ? `: ${message}` : "";
  return new DeployError("failed", `${operation} ${code}${words}${advice ? `\n${advice}` : ""}`);
}
