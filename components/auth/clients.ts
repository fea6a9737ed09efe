import * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import { type AppClientArgs, type ClientContext, clientSettings, hasPages } from "./app-client";
import { type ProfileArgs, readableAttributes, writableAttributes } from "./user-attributes";
import { type Branding, brandingInputs } from "./branding";

/** What a program needs to know of an app client. */
export interface AppClient {
  readonly id: pulumi.Output<string>;
  /** Empty for clients without a secret; always marked secret. */
  readonly secret: pulumi.Output<string>;
}

/** The clients of a pool. */
export interface ClientsArgs<ClientName extends string> {
  readonly userPoolId: pulumi.Input<string>;
  readonly clients: { readonly [Name in ClientName]: AppClientArgs };
  readonly context: ClientContext;
  readonly profile: ProfileArgs;
  /** The look of clients that have none of their own. */
  readonly branding?: Branding;
  /** Whether the pages are those of managed login, which need a style for each client. */
  readonly isStyled: boolean;
  /** Scopes and providers are plain texts to Pulumi: nothing else says that they come first (C343). */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Makes a pool's app clients, each with a style. */
export function createClients<ClientName extends string>(
  name: string,
  args: ClientsArgs<ClientName>,
  parent: pulumi.Resource,
): Record<ClientName, AppClient> {
  const { userPoolId, context, profile, dependsOn } = args;
  const clients = Object.entries<AppClientArgs>(args.clients).map(([key, settings]) => {
    const { read, write } = hasPages(settings) ? settings : {};
    const client = new cognito.UserPoolClient(
      `${name}-${key}`,
      {
        userPoolId,
        ...clientSettings(settings, context),
        readAttributes: [...(read ?? readableAttributes(profile))],
        writeAttributes: [...(write ?? writableAttributes(profile))],
      },
      { parent, dependsOn: [...dependsOn] },
    );
    if (args.isStyled && hasPages(settings)) {
      // Managed login shows "Login pages unavailable" to a client without a style of its own.
      new cognito.ManagedLoginBranding(
        `${name}-${key}-branding`,
        { userPoolId, clientId: client.id, ...brandingInputs(settings.branding ?? args.branding) },
        { parent },
      );
    }
    return [key, { id: client.id, secret: pulumi.secret(client.clientSecret) }] as const;
  });
  return Object.fromEntries(clients) as Record<ClientName, AppClient>;
}
