import { requiredVariable } from "./environment";
import { signedHeaders } from "./signature";

/** A service of AWS with the JSON protocol. */
export interface JsonService {
  /** As the signature and the service's host have it, such as `dynamodb`. */
  readonly name: string;
  /** What stands before the operation in `x-amz-target`. */
  readonly target: string;
  readonly contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1";
  /** Variable of the environment that says where else the service is. */
  readonly endpointVariable: string;
}

/** What a service said. */
export interface JsonAnswer {
  readonly status: number;
  readonly text: string;
}

const ATTEMPT_MS = 2_000;

/**
 * One operation, sent once, by a signed request of our own instead of the SDK: Lambda brings the SDK along, but loading
 * it takes longer than everything else that a function does at a cold start, a laptop does not have it, and the one on
 * Lambda may not know an operation yet. Finds the service as the SDK does: by its own variable and `AWS_ENDPOINT_URL`,
 * else by Region.
 * @returns undefined where there is no answer
 */
export async function sendJson(
  service: JsonService,
  operation: string,
  input: object,
): Promise<JsonAnswer | undefined> {
  const region = requiredVariable("AWS_REGION");
  const url = new URL(endpoint(service, region));
  const body = JSON.stringify(input);
  const headers = signedHeaders(
    {
      service: service.name,
      region,
      host: url.host,
      headers: {
        "content-type": service.contentType,
        "x-amz-target": `${service.target}.${operation}`,
      },
      body,
    },
    {
      accessKeyId: requiredVariable("AWS_ACCESS_KEY_ID"),
      secretAccessKey: requiredVariable("AWS_SECRET_ACCESS_KEY"),
      sessionToken: process.env["AWS_SESSION_TOKEN"],
    },
    new Date(),
  );
  try {
    const signal = AbortSignal.timeout(ATTEMPT_MS);
    const answer = await fetch(url, { method: "POST", headers, body, signal });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return undefined;
  }
}

function endpoint({ name, endpointVariable }: JsonService, region: string): string {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return (
    process.env[endpointVariable] ||
    process.env["AWS_ENDPOINT_URL"] ||
    `https://${name}.${region}.${suffix}`
  );
}
