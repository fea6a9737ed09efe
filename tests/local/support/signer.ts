import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../../deploy/users/sha256.ts";

/** Credentials as `GetCredentialsForIdentity` names them. */
export interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretKey: string;
  /** Left out: neither sent nor signed. */
  readonly SessionToken?: string;
}

/** A request that is to be signed. */
export interface Unsigned {
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What a signature is made for. */
export interface SigningOptions {
  /** @default execute-api */
  readonly service?: string;
  /** @default us-east-1 */
  readonly region?: string;
  /** @default now, on the machine's clock */
  readonly date?: Date;
}

/** Signs a request as the AWS SDKs do, by their own code. @returns all headers to send */
export async function sign(
  credentials: Credentials,
  url: string,
  request: Unsigned = {},
  options: SigningOptions = {},
): Promise<Record<string, string>> {
  const { host, hostname, port, pathname, searchParams, protocol } = new URL(url);
  const query: Record<string, string[]> = {};
  for (const [name, value] of searchParams) (query[name] ??= []).push(value);
  const signer = new SignatureV4({
    service: options.service ?? "execute-api",
    region: options.region ?? "us-east-1",
    sha256: Sha256,
    credentials: {
      accessKeyId: credentials.AccessKeyId,
      secretAccessKey: credentials.SecretKey,
      ...(credentials.SessionToken === undefined ? {} : { sessionToken: credentials.SessionToken }),
    },
  });
  const signed = await signer.sign(
    {
      method: request.method ?? "GET",
      protocol,
      hostname,
      port: Number(port),
      path: pathname,
      query,
      headers: { host, ...request.headers },
      body: request.body,
    },
    { signingDate: options.date ?? new Date() },
  );
  return signed.headers;
}
