import type * as pulumi from "@pulumi/pulumi";
import type {
  Context,
  CreateAuthChallengeTriggerEvent,
  CustomEmailSenderTriggerEvent,
  CustomMessageTriggerEvent,
  CustomSMSSenderTriggerEvent,
  DefineAuthChallengeTriggerEvent,
  GroupOverrideDetails,
  PostAuthenticationTriggerEvent,
  PostConfirmationTriggerEvent,
  PreAuthenticationTriggerEvent,
  PreSignUpTriggerEvent,
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
  UserMigrationTriggerEvent,
  VerifyAuthChallengeResponseTriggerEvent,
} from "aws-lambda";
import type { PolicyStatement } from "../shared/policy-document";

/**
 * Functions that a user pool calls. It waits for all but senders, 5 seconds at most and up to three
 * times: make them short, and such that a second call changes nothing. Each returns the event it was
 * given, with `response` filled in; one that throws refuses the user, who reads the error's message.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html
 */
export interface Triggers {
  /** Before a user is stored: may refuse, or confirm without a code. */
  readonly preSignUp?: Trigger<PreSignUpTriggerEvent>;
  /** After a user or a new password was confirmed; not for invited users. */
  readonly postConfirmation?: Trigger<PostConfirmationTriggerEvent>;
  /** At each sign-in, before the password is looked at. */
  readonly preAuthentication?: Trigger<PreAuthenticationTriggerEvent>;
  /** After a sign-in, before its tokens. */
  readonly postAuthentication?: Trigger<PostAuthenticationTriggerEvent>;
  /** Whenever tokens are issued, at refreshes too; `claims` does the usual without code. */
  readonly preTokenGeneration?: PreTokenGeneration;
  /**
   * Before a message is sent. AWS asks for a sender of your own (`email`) before it takes the texts
   * of a mail.
   */
  readonly customMessage?: Trigger<CustomMessageTriggerEvent>;
  /** Sends every mail of the pool, which then sends none itself; `customMessage` has no say in them. */
  readonly customEmailSender?: SenderTrigger<CustomEmailSenderTriggerEvent>;
  /** The same for text messages. */
  readonly customSmsSender?: SenderTrigger<CustomSMSSenderTriggerEvent>;
  /** Sign-in with challenges of your own; allows the flow `CUSTOM_AUTH` at every client of users. */
  readonly customAuthChallenge?: CustomAuthChallenge;
  /**
   * Whenever an unknown user signs in with a password on the hosted pages, or forgot it there: may
   * bring the user in from elsewhere. Sign-in by SRP does not ask it.
   */
  readonly userMigration?: Trigger<UserMigrationTriggerEvent>;
}

/**
 * A function that sends messages in place of the pool. Nobody waits for it: it may take 30 seconds,
 * AWS calls it up to twice more when it throws, and what it returns is ignored.
 *
 * `event.request.code` is the code, or the temporary password, as base64 of an AWS Encryption SDK
 * message. The layer makes the KMS key for it, lets the function decrypt what is for this pool, and
 * gives it the key's ARN as `KEY_ARN`:
 * ```ts
 * const { buildClient, CommitmentPolicy, KmsKeyringNode } = await import("@aws-crypto/client-node");
 * // Cognito's messages carry no key commitment.
 * const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
 * const keyring = new KmsKeyringNode({ keyIds: [requiredVariable("KEY_ARN")] });
 * const { plaintext } = await decrypt(keyring, Buffer.from(event.request.code ?? "", "base64"));
 * ```
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 */
export type SenderTrigger<Event> =
  SenderHandler<Event> | ({ readonly handler: SenderHandler<Event> } & TriggerOptions);

/** Sends a message; Cognito waits for no answer. */
export type SenderHandler<Event> = (event: Event, context: Context) => Promise<unknown>;

/** The three functions of sign-in with challenges of your own. None works without the others. */
export interface CustomAuthChallenge {
  readonly defineAuthChallenge: Trigger<DefineAuthChallengeTriggerEvent>;
  readonly createAuthChallenge: Trigger<CreateAuthChallengeTriggerEvent>;
  readonly verifyAuthChallengeResponse: Trigger<VerifyAuthChallengeResponseTriggerEvent>;
}

/** A handler, alone or with settings of its function. */
export type Trigger<Event> =
  TriggerHandler<Event> | ({ readonly handler: TriggerHandler<Event> } & TriggerOptions);

/** Answers with the event it was given, `response` filled in. */
export type TriggerHandler<Event> = (event: Event, context: Context) => Promise<Event>;

/** A claim of versions 2 and 3 may be of any JSON type (C53). */
export type ClaimValue =
  | string
  | number
  | boolean
  | null
  | readonly ClaimValue[]
  | { readonly [name: string]: ClaimValue };

interface ClaimChanges {
  claimsToAddOrOverride?: { [claim: string]: ClaimValue };
  claimsToSuppress?: string[];
}

/** What versions 2 and 3 change about tokens (C53); `groupOverrideDetails` without groups takes them away. */
export interface TokenChanges {
  idTokenGeneration?: ClaimChanges;
  accessTokenGeneration?: ClaimChanges & { scopesToAdd?: string[]; scopesToSuppress?: string[] };
  groupOverrideDetails?: GroupOverrideDetails | null;
}

/** An event whose response takes {@link TokenChanges}; it holds none at first. */
export type TokenEvent<Event extends { response: unknown }> = Event extends unknown
  ? Omit<Event, "response"> & { response: { claimsAndScopeOverrideDetails: TokenChanges | null } }
  : never;

/**
 * Version 1 changes ID tokens, 2 access tokens and scopes as well, 3 those of machines too.
 *
 * Taking it away while other triggers stay does not reach AWS: the provider plans no change, the pool
 * goes on calling a function that is gone, and every sign-in fails. Leave one that returns its event,
 * or take all triggers away in one deployment and bring the others back in the next.
 * Source: https://github.com/hashicorp/terraform-provider-aws/issues/38617
 * @default 2
 */
export type PreTokenGeneration =
  | ({
      readonly version: 1;
      readonly handler: TriggerHandler<PreTokenGenerationTriggerEvent>;
    } & TriggerOptions)
  | ({
      readonly version?: 2;
      readonly handler: TriggerHandler<TokenEvent<PreTokenGenerationV2TriggerEvent>>;
    } & TriggerOptions)
  | ({
      readonly version: 3;
      readonly handler: TriggerHandler<
        TokenEvent<PreTokenGenerationV2TriggerEvent | PreTokenGenerationV3TriggerEvent>
      >;
    } & TriggerOptions);

/** Settings of a trigger's function. */
export interface TriggerOptions {
  /**
   * Environment variables; a sender has `KEY_ARN` besides. A secret goes by its name in a secret
   * store, not by its value.
   */
  readonly environment?: { readonly [name: string]: pulumi.Input<string> };
  /** Memory, and with it processor time. 128 to 10,240. @default 512 */
  readonly memoryMb?: number;
  /**
   * Calls at the same time, kept for this function alone; more are refused. At least 1. A new account
   * has 10 in all and can spare none.
   * @default none: as many as the account has left
   */
  readonly reservedConcurrency?: number;
  /** @default none: the function writes its own log and nothing else */
  readonly policies?: readonly PolicyStatement[];
  /**
   * What the function may do with its own pool, for instance `cognito-idp:AdminAddUserToGroup`. The
   * event names the pool (`userPoolId`): naming it in `environment` would be a cycle.
   * @default nothing
   */
  readonly poolActions?: readonly `cognito-idp:${string}`[];
}
