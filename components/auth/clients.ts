import * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import {
  type AppClientArgs,
  type ClientContext,
  type ClientWithSecret,
  clientSettings,
  hasPages,
  hasSecret,
} from "./app-client";
import { type Branding, brandingInputs } from "./branding";
import { type RotationFunctionArgs, rotateStoredSecret } from "./secret-rotation";
import { storeClientSecret } from "./stored-secret";
import { type ProfileArgs, readableAttributes, writableAttributes } from "./user-attributes";

/** What a program needs to know of an app client. */
export interface AppClient {
  readonly id: pulumi.Output<string>;
  /** Empty for clients without a secret; always marked secret. */
  readonly secret: pulumi.Output<string>;
  /**
   * ARN of the secret of Secrets Manager that holds `{ clientId, clientSecret }` as JSON; empty without
   * `storeSecret` and `secretRotation`.
   */
  readonly secretArn: pulumi.Output<string>;
}

/** Arguments of clients by name; undefined for a client that this stack does not have. */
export interface ClientTable {
  readonly [name: string]: AppClientArgs | undefined;
}

/**
 * The clients of a literal, each held to all of `AppClientArgs`, and undefined only where the literal
 * may be. TypeScript infers `Clients` through the first branch, which is never taken: by the type
 * parameter alone it would let misspelt members of a client pass.
 */
export type ExactClients<Clients, Scope extends string, Provider extends string> = [
  Clients,
] extends [never]
  ? Clients
  : {
      readonly [Name in keyof Clients]:
        AppClientArgs<Scope, Provider> | Extract<Clients[Name], undefined>;
    };

/** The clients that a layer has made: undefined where the arguments may be. */
export type AppClients<Clients> = {
  readonly [Name in keyof Clients]: AppClient | Extract<Clients[Name], undefined>;
};

/** The clients that this stack has. */
export function presentClients(clients: ClientTable): Readonly<Record<string, AppClientArgs>> {
  const present = Object.entries(clients).filter(
    (entry): entry is [string, AppClientArgs] => entry[1] !== undefined,
  );
  return Object.fromEntries(present);
}

/** The clients of a pool. */
export interface ClientsArgs {
  readonly userPoolId: pulumi.Input<string>;
  readonly userPoolArn: pulumi.Input<string>;
  readonly clients: ClientTable;
  readonly context: ClientContext;
  readonly profile: ProfileArgs;
  /** The look of clients that have none of their own. */
  readonly branding?: Branding;
  /** Whether the pages are those of managed login, which need a style for each client. */
  readonly isStyled: boolean;
  /** Settings of the functions that rotate secrets. */
  readonly functions: RotationFunctionArgs;
  /** Scopes and providers are plain texts to Pulumi: nothing else says that they come first (C343). */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Makes a pool's app clients, each with a style. */
export function createClients(
  name: string,
  args: ClientsArgs,
  parent: pulumi.Resource,
): Readonly<Record<string, AppClient>> {
  const clients = Object.entries(presentClients(args.clients)).map(
    ([key, settings]) => [key, createClient(`${name}-${key}`, settings, args, parent)] as const,
  );
  return Object.fromEntries(clients);
}

function createClient(
  name: string,
  settings: AppClientArgs,
  args: ClientsArgs,
  parent: pulumi.Resource,
): AppClient {
  const { userPoolId, context, profile, dependsOn, isStyled, branding } = args;
  const { read, write } = hasPages(settings) ? settings : {};
  const client = new cognito.UserPoolClient(
    name,
    {
      userPoolId,
      ...clientSettings(settings, context),
      readAttributes: [...(read ?? readableAttributes(profile))],
      writeAttributes: [...(write ?? writableAttributes(profile))],
    },
    { parent, dependsOn: [...dependsOn] },
  );
  if (isStyled && hasPages(settings)) {
    // Managed login shows "Login pages unavailable" to a client without a style of its own.
    new cognito.ManagedLoginBranding(
      `${name}-branding`,
      { userPoolId, clientId: client.id, ...brandingInputs(settings.branding ?? branding) },
      { parent },
    );
  }
  return {
    id: client.id,
    secret: pulumi.secret(client.clientSecret),
    secretArn: hasSecret(settings)
      ? keepSecret(`${name}-secret`, { ...args, ...settings, client }, parent)
      : pulumi.output(""),
  };
}

interface KeptSecret extends ClientWithSecret, Pick<ClientsArgs, "userPoolArn" | "functions"> {
  readonly client: cognito.UserPoolClient;
}

/** Stores and rotates a client's secret where the client asks for it. @returns ARN of the secret, or nothing */
function keepSecret(
  name: string,
  { client, storeSecret, secretRotation, userPoolArn, functions }: KeptSecret,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (!storeSecret && !secretRotation) return pulumi.output("");
  const stored = storeClientSecret(name, client, secretRotation !== undefined, parent);
  if (secretRotation !== undefined) {
    const { everyDays } = secretRotation;
    const rotation = { stored, client, userPoolArn, everyDays, functions };
    rotateStoredSecret(`${name}-rotation`, rotation, parent);
  }
  return stored.secret.arn;
}
