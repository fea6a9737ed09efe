import * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import { type AppClientArgs, clientSettings, hasPages } from "./app-client";
import { type ApiScope, apiScopes, type ScopeTree } from "./api-scopes";
import { refuse } from "./arguments";
import { type AuthLayerArgs, authProblems, type GroupTable } from "./auth-layer-args";
import type { JwtAuthorizer } from "./jwt-authorizer";
import { connectTriggers, createTriggers, lambdaConfig } from "./pool-triggers";
import { createSignInAlarms } from "./sign-in-alarms";
import { derivedDomainPrefix } from "./sign-in-domain";
import type { Triggers } from "./triggers";
import { type TestUserTable, testUserArgs } from "./test-users";
import { type CustomAttributes, readableAttributes, writableAttributes } from "./user-attributes";
import { userPoolArgs, userPoolLocks } from "./user-pool";
import { createWebAcl, webAclTags } from "./web-acl";

/** What a program needs to know of an app client. */
export interface AppClient {
  readonly id: pulumi.Output<string>;
  /** Empty for clients without a secret; always marked secret. */
  readonly secret: pulumi.Output<string>;
}

const DEFAULT_ACCESS_TOKEN_MINUTES = 60;

/**
 * Sign-up and sign-in: a user pool, its hosted pages, app clients and the API's scopes. Users sign
 * in with their e-mail address. TypeScript only: its scopes and client names are types.
 *
 * @example
 * const auth = new AuthLayer("auth", {
 *   signUp: "self-service",
 *   scopes: { orders: { read: "See orders" } },
 *   clients: {
 *     web: {
 *       kind: "browser",
 *       callbackUrls: ["https://orders.example.test"],
 *       scopes: ["openid", "orders/read"],
 *     },
 *   },
 * });
 */
export class AuthLayer<const Scopes extends ScopeTree, ClientName extends string>
  extends pulumi.ComponentResource
{
  public static readonly __pulumiType = "secure-api:auth:AuthLayer";
  /** Accepts the access tokens of every client here; give it to `HttpApi.addRoutes`. */
  public readonly authorizer: JwtAuthorizer<ApiScope<Scopes>> & {
    readonly issuer: pulumi.Output<string>;
  };
  public readonly clients: { readonly [Name in ClientName]: AppClient };
  public readonly userPoolId: pulumi.Output<string>;
  /** The `iss` claim of the tokens. */
  public readonly issuer: pulumi.Output<string>;
  /**
   * Address of the hosted pages, without a trailing slash. Keeps AWS's shape when served locally.
   */
  public readonly domain: pulumi.Output<string>;

  constructor(
    name: string,
    args: AuthLayerArgs<Scopes, ClientName>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(AuthLayer.__pulumiType, name, {}, opts);
    refuse(authProblems(args), this);

    const triggers = createTriggers(name, args, this);
    const pool = new cognito.UserPool(
      name,
      { ...userPoolArgs(args), ...lambdaConfig(triggers), ...webAclTags(args.webAcl) },
      { parent: this, ...userPoolLocks(args.lifecycle) },
    );
    connectTriggers(triggers, pool, this);
    const domain = this.createDomain(name, pool, args.domainPrefix);
    const resourceServers = this.createResourceServers(name, pool, args.scopes);
    const clients = this.createClients(name, pool, { ...args, resourceServers });
    createWebAcl(`${name}-web-acl`, args, pool, this);
    if (args.alarms !== undefined) {
      createSignInAlarms(name, { userPoolId: pool.id, clients }, args.alarms, this);
    }
    this.createGroups(name, pool, args.groups ?? {});
    this.createTestUsers(name, pool, args.testUsers ?? {});

    this.userPoolId = pool.id;
    this.issuer = pulumi.interpolate`https://${pool.endpoint}`;
    this.domain = pulumi.interpolate`https://${domain.domain}.auth.${pool.region}.amazoncognito.com`;
    this.clients = clients;
    this.authorizer = {
      name: "jwt",
      issuer: this.issuer,
      audience: Object.values<AppClient>(clients).map(({ id }) => id),
      scopes: apiScopes(args.scopes),
    };
    this.registerOutputs({ userPoolId: this.userPoolId, issuer: this.issuer, domain: this.domain });
  }

  private createDomain(
    name: string,
    pool: cognito.UserPool,
    domainPrefix: string | undefined,
  ): cognito.UserPoolDomain {
    const stackName = {
      organization: pulumi.getOrganization(),
      project: pulumi.getProject(),
      stack: pulumi.getStack(),
    };
    return new cognito.UserPoolDomain(
      `${name}-domain`,
      {
        userPoolId: pool.id,
        domain: domainPrefix ?? derivedDomainPrefix(stackName),
        managedLoginVersion: 2,
      },
      // A pool has one such domain, and a prefix one pool (C293, C296): the old one has to go first.
      { parent: this, deleteBeforeReplace: true },
    );
  }

  private createResourceServers(
    name: string,
    pool: cognito.UserPool,
    scopes: ScopeTree,
  ): cognito.ResourceServer[] {
    return Object.entries(scopes).map(
      ([identifier, words]) =>
        new cognito.ResourceServer(
          `${name}-${identifier}`,
          {
            userPoolId: pool.id,
            identifier,
            name: identifier,
            scopes: Object.entries(words).map(([scopeName, scopeDescription]) => ({
              scopeName,
              scopeDescription,
            })),
          },
          { parent: this },
        ),
    );
  }

  private createClients(
    name: string,
    pool: cognito.UserPool,
    args: ClientsArgs<ClientName>,
  ): Record<ClientName, AppClient> {
    const attributes = args.attributes ?? {};
    const clients = Object.entries<AppClientArgs>(args.clients).map(([key, settings]) => {
      const client = new cognito.UserPoolClient(
        `${name}-${key}`,
        {
          userPoolId: pool.id,
          ...clientSettings(
            settings,
            args.accessTokenMinutes ?? DEFAULT_ACCESS_TOKEN_MINUTES,
            args.triggers?.customAuthChallenge !== undefined,
          ),
          readAttributes: readableAttributes(attributes),
          writeAttributes: writableAttributes(attributes),
        },
        // Scopes are plain texts to Pulumi: nothing else says that they have to exist first (C343).
        { parent: this, dependsOn: [...args.resourceServers] },
      );
      if (hasPages(settings)) this.createBranding(`${name}-${key}-branding`, pool, client);
      return [key, { id: client.id, secret: pulumi.secret(client.clientSecret) }] as const;
    });
    return Object.fromEntries(clients) as Record<ClientName, AppClient>;
  }

  /** Managed login shows "Login pages unavailable" to a client without a style of its own. */
  private createBranding(
    name: string,
    pool: cognito.UserPool,
    client: cognito.UserPoolClient,
  ): void {
    new cognito.ManagedLoginBranding(
      name,
      { userPoolId: pool.id, clientId: client.id, useCognitoProvidedValues: true },
      { parent: this },
    );
  }

  private createGroups(name: string, pool: cognito.UserPool, groups: GroupTable): void {
    for (const [precedence, [group, { description }]] of Object.entries(groups).entries()) {
      new cognito.UserGroup(
        `${name}-${group}`,
        {
          userPoolId: pool.id,
          name: group,
          precedence,
          ...(description !== undefined && { description }),
        },
        { parent: this },
      );
    }
  }

  private createTestUsers(name: string, pool: cognito.UserPool, users: TestUserTable): void {
    for (const [key, user] of Object.entries(users)) {
      new cognito.User(`${name}-${key}`, testUserArgs(pool.id, user), { parent: this });
    }
  }
}

interface ClientsArgs<ClientName extends string> {
  readonly clients: { readonly [Name in ClientName]: AppClientArgs };
  readonly resourceServers: readonly cognito.ResourceServer[];
  readonly accessTokenMinutes?: number;
  readonly attributes?: CustomAttributes;
  readonly triggers?: Triggers;
}
