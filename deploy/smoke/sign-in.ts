import { type PasswordVerifier, SrpExchange } from "./srp.ts";

/** Who signs in, and where. */
export interface Credentials {
  /** Origin of Cognito's JSON API. */
  readonly endpoint: string;
  readonly userPoolId: string;
  /** A client without a secret. */
  readonly clientId: string;
  readonly email: string;
  readonly password: string;
}

interface Answer {
  readonly __type?: string;
  readonly message?: string;
  readonly Session?: string;
  readonly ChallengeName?: string;
  readonly ChallengeParameters?: PasswordVerifier;
  readonly AuthenticationResult?: { readonly AccessToken: string };
}

/** Cognito's answer to a sign-in that it will not accept later either. */
export class SignInRefused extends Error {
  override readonly name = "SignInRefused";
}

/**
 * Signs in as a mobile application does, without the pages.
 * @returns the access token
 * @throws {SignInRefused} with Cognito's answer, which holds no password
 */
export async function signIn(credentials: Credentials, signal: AbortSignal): Promise<string> {
  const { endpoint, userPoolId, clientId, email, password } = credentials;
  const exchange = new SrpExchange();
  const call = (operation: string, body: object): Promise<Answer> =>
    post(endpoint, operation, { ClientId: clientId, ...body }, signal);
  const begun = await call("InitiateAuth", {
    AuthFlow: "USER_SRP_AUTH",
    AuthParameters: { USERNAME: email, SRP_A: exchange.publicKey },
  });
  if (!begun.ChallengeParameters)
    throw new SignInRefused(`sign-in asks for ${begun.ChallengeName}`);
  const { ChallengeName, AuthenticationResult } = await call("RespondToAuthChallenge", {
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeResponses: exchange.prove(userPoolId, password, begun.ChallengeParameters, new Date()),
    ...(begun.Session !== undefined && { Session: begun.Session }),
  });
  if (AuthenticationResult) return AuthenticationResult.AccessToken;
  throw new SignInRefused(`sign-in asks ${email} for ${ChallengeName}, which this test has not`);
}

async function post(
  endpoint: string,
  operation: string,
  body: object,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await fetch(`${endpoint}/`, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
    signal,
  });
  const answer = (await response.json()) as Answer;
  if (response.ok) return answer;
  const said = `${operation} answered ${response.status} ${answer.__type}: ${answer.message}`;
  throw response.status < 500 ? new SignInRefused(said) : new Error(said);
}
