/** Credentials that the runtime handed out, and whom they stand for. */
export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** ARN of the role that the session has. */
  readonly roleArn: string;
  /** The program names the role, and something else makes it. */
  readonly isForeignRole: boolean;
  /** `ROLEID:SESSIONNAME` */
  readonly userId: string;
  /** ARN of the session, `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSIONNAME`. */
  readonly userArn: string;
  readonly cognitoIdentity: CognitoIdentity;
  /** Values by tag (`aws:PrincipalTag/…`). */
  readonly principalTags: Readonly<Record<string, string>>;
}

/** An identity of an identity pool (H150). */
export interface CognitoIdentity {
  /** `authenticated` with the providers, or `unauthenticated`. */
  readonly amr: readonly string[];
  readonly identityId: string;
  readonly identityPoolId: string;
}

/** Finds credentials by their access key; expired ones are not found. */
export type FindCredentials = (accessKeyId: string) => IssuedCredentials | undefined;
