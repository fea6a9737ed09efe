import * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import * as iam from "@pulumi/aws/iam";
import type { JwtAuthorizer } from "./api/jwt-authorizer";
import { type ApiScope, apiScopes, type ScopeTree } from "./auth/api-scopes";
import { hasPages } from "./auth/app-client";
import type { AuthLayerArgs } from "./auth/auth-layer-args";
import { authProblems } from "./auth/auth-problems";
import { type AppClient, type AppClients, type ClientTable, createClients } from "./auth/clients";
import { type OpenIdEndpoints, openIdEndpoints, signInLink, signOutLink } from "./auth/endpoints";
import { firstFactorSettings } from "./auth/first-factors";
import { grantedActions, grantProblem, type PoolGrant } from "./auth/grants";
import { createGroups } from "./auth/groups";
import { createGuards } from "./auth/guards";
import { mappedAttributes } from "./auth/identity-provider-problems";
import { createIdentityProviders } from "./auth/identity-providers";
import { createPagesDomain } from "./auth/pages-domain";
import { connectTriggers, createTriggers, lambdaConfig } from "./auth/pool-triggers";
import { cognitoProviderName } from "./auth/provider-details";
import { createResourceServers } from "./auth/resource-servers";
import { signInHost } from "./auth/sign-in-domain";
import { createSmsSender } from "./auth/sms";
import { createTestUsers } from "./auth/test-users";
import { tierOf } from "./auth/tiers";
import { createUserImportRole } from "./auth/user-import";
import { requiredAttributes, userPoolArgs } from "./auth/user-pool";
import { webAclTags } from "./auth/web-acl";
import { invalidArgument, refuse } from "./shared/arguments";
import { lifecycleLocks } from "./shared/lifecycle";
import { policyDocument } from "./shared/policy-document";

/** An authorizer whose issuer is a layer's. */
export type LayerAuthorizer<Scope extends string> = JwtAuthorizer<Scope> & {
  readonly issuer: pulumi.Output<string>;
};

type ClientName<Clients> = keyof Clients & string;

const DEFAULT_ACCESS_TOKEN_MINUTES = 60;

/**
 * Sign-up and sign-in: a user pool, its hosted pages, app clients and the API's scopes. TypeScript
 * only: its scopes and the names of clients and providers are types.
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
export class AuthLayer<
  const Scopes extends ScopeTree,
  Clients extends ClientTable,
  ProviderName extends string = never,
>
  extends pulumi.ComponentResource
{
  public static readonly __pulumiType = "secure-api:auth:AuthLayer";
  /** Accepts the access tokens of every client here; give it to `HttpApi.addRoutes`. */
  public readonly authorizer: LayerAuthorizer<ApiScope<Scopes>>;
  /** By name; undefined for a client that this stack does not have. */
  public readonly clients: AppClients<Clients>;
  public readonly userPoolId: pulumi.Output<string>;
  /** The `iss` claim of the tokens. */
  public readonly issuer: pulumi.Output<string>;
  /**
   * Address of the hosted pages, without a trailing slash. Keeps AWS's shape when served locally.
   */
  public readonly domain: pulumi.Output<string>;
  /** What clients of OpenID Connect call. */
  public readonly endpoints: pulumi.Output<OpenIdEndpoints>;
  /** ARN of the role that `npm run users -- import` names; empty without `userImport`. */
  public readonly userImportRole: pulumi.Output<string>;

  private readonly name: string;
  private readonly userPoolArn: pulumi.Output<string>;
  private readonly scopes: readonly ApiScope<Scopes>[];
  private readonly clientArgs: ClientTable;
  private readonly made: Readonly<Record<string, AppClient>>;

  constructor(
    name: string,
    args: AuthLayerArgs<Scopes, Clients, ProviderName>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(AuthLayer.__pulumiType, name, {}, opts);
    refuse(authProblems(args), this);

    const pool = this.createPool(name, args);
    const clients = this.createSignIn(name, args, pool);
    createGuards(name, args, { pool, clients }, this);
    const groups = createGroups(name, pool.id, args.groups ?? {}, this);
    createTestUsers(name, { userPoolId: pool.id, users: args.testUsers ?? {}, groups }, this);

    this.name = name;
    this.clientArgs = args.clients;
    this.userPoolArn = pool.arn;
    this.userImportRole = args.userImport
      ? createUserImportRole(`${name}-user-import`, pool, this)
      : pulumi.output("");
    this.userPoolId = pool.id;
    this.issuer = pulumi.interpolate`https://${pool.endpoint}`;
    this.domain = pulumi.interpolate`https://${signInHost(args.domain, pool.region)}`;
    this.endpoints = openIdEndpoints(this.issuer, this.domain);
    this.made = clients;
    this.clients = clients as AppClients<Clients>;
    this.scopes = apiScopes(args.scopes);
    this.authorizer = this.authorizerOf("jwt", Object.keys(clients) as ClientName<Clients>[]);
    this.registerOutputs({ userPoolId: this.userPoolId, issuer: this.issuer, domain: this.domain });
  }

  /**
   * Accepts the access tokens of some clients only, for instance of machines on routes of their own.
   * @param name tells two authorizers of one API apart; `authorizer` has `"jwt"`
   */
  public authorizerOf(
    name: string,
    clients: readonly ClientName<Clients>[],
  ): LayerAuthorizer<ApiScope<Scopes>> {
    const unknown = clients.find((client) => !Object.hasOwn(this.clientArgs, client));
    if (unknown !== undefined) {
      const known = Object.keys(this.clientArgs).join(", ");
      throw invalidArgument(
        `authorizerOf("${name}") has "${unknown}", which is no client: there are ${known}.`,
        this,
      );
    }
    const audience = clients.flatMap((client) => this.made[client]?.id ?? []);
    return { name, issuer: this.issuer, audience, scopes: this.scopes };
  }

  /**
   * Link to the sign-in page of a client, back to its first callback URL. An application adds its own
   * `state` and `code_challenge`.
   */
  public signInUrl(client: ClientName<Clients>): pulumi.Output<string> {
    return signInLink(this.pageOf(client));
  }

  /** Link that signs a client's user out, back to its first sign-out URL. */
  public logoutUrl(client: ClientName<Clients>): pulumi.Output<string> {
    const page = this.pageOf(client);
    if (page.client.logoutUrls?.length) return signOutLink(page);
    throw invalidArgument(
      `clients["${client}"].logoutUrls is empty: name the page that follows signing out.`,
      this,
    );
  }

  /**
   * Lets a role do what the verbs say with this pool's users, and nothing else.
   * @param key tells the grants of one layer apart, and is the last part of a logical name
   * @param role name of the role
   * @param grants for instance `["readUsers"]`; `GRANTS` lists the actions of each
   */
  public grant(key: string, role: pulumi.Input<string>, grants: readonly PoolGrant[]): void {
    refuse([grantProblem(grants)], this);
    const access = { actions: grantedActions(grants), resources: [this.userPoolArn] };
    new iam.RolePolicy(
      `${this.name}-${key}-grant`,
      { role, policy: policyDocument([access]) },
      { parent: this },
    );
  }

  /** The pool, with what it needs first and what has to follow at once. */
  private createPool(name: string, args: AuthLayerArgs<ScopeTree>): cognito.UserPool {
    const triggers = createTriggers(name, args, this);
    const sms = args.sms && createSmsSender(name, args.sms, this);
    const pool = new cognito.UserPool(
      name,
      {
        ...userPoolArgs(args),
        ...firstFactorSettings(args, this),
        ...sms,
        ...lambdaConfig(triggers),
        ...webAclTags(args.webAcl),
      },
      { parent: this, ...lifecycleLocks(args.lifecycle) },
    );
    connectTriggers(triggers, pool, this);
    return pool;
  }

  /** Pages, scopes, providers, and the clients that need all three. */
  private createSignIn(
    name: string,
    args: AuthLayerArgs<ScopeTree>,
    { id: userPoolId, arn: userPoolArn }: cognito.UserPool,
  ): Readonly<Record<string, AppClient>> {
    const { attributes = {}, identityProviders = {}, domain, branding } = args;
    // LITE has the classic pages and no choice of how to sign in (C281).
    const isLite = tierOf(args) === "LITE";
    const managedLoginVersion = isLite ? 1 : 2;
    createPagesDomain(`${name}-domain`, { userPoolId, domain, managedLoginVersion }, this);
    const resourceServers = createResourceServers(name, userPoolId, args.scopes, this);
    const providers = createIdentityProviders(name, userPoolId, identityProviders, this);
    return createClients(
      name,
      {
        userPoolId,
        userPoolArn,
        clients: args.clients,
        functions: args,
        context: {
          accessMinutes: args.accessTokenMinutes ?? DEFAULT_ACCESS_TOKEN_MINUTES,
          hasOwnChallenges: args.triggers?.customAuthChallenge !== undefined,
          hasChoice: !isLite,
          providerNames: Object.fromEntries(
            Object.keys(identityProviders).map((key) => [key, cognitoProviderName(key)]),
          ),
        },
        profile: {
          custom: attributes,
          others: [...requiredAttributes(args), ...mappedAttributes(identityProviders)],
        },
        ...(branding && { branding }),
        isStyled: !isLite,
        dependsOn: [...resourceServers, ...providers],
      },
      this,
    );
  }

  private pageOf(name: string) {
    const [client, made] = [this.clientArgs[name], this.made[name]];
    if (client === undefined || made === undefined) {
      throw invalidArgument(
        `clients["${name}"] is undefined: this stack has no such client.`,
        this,
      );
    }
    if (!hasPages(client)) {
      throw invalidArgument(`clients["${name}"] has no sign-in pages: it is a machine's.`, this);
    }
    return { domain: this.domain, clientId: made.id, client };
  }
}
