import * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import * as iam from "@pulumi/aws/iam";
import { type AppClientArgs, hasPages } from "./app-client";
import { type ApiScope, apiScopes, type ScopeTree } from "./api-scopes";
import { invalidArgument, refuse } from "./arguments";
import { authProblems } from "./auth/auth-problems";
import { type AppClient, createClients } from "./auth/clients";
import { type OpenIdEndpoints, openIdEndpoints, signInLink, signOutLink } from "./auth/endpoints";
import { firstFactorSettings } from "./auth/first-factors";
import { grantedActions, grantProblem, type PoolGrant } from "./auth/grants";
import { createGroups } from "./auth/groups";
import { mappedAttributes } from "./auth/identity-provider-problems";
import { createIdentityProviders } from "./auth/identity-providers";
import { createLogDelivery } from "./auth/log-delivery";
import { createPagesDomain } from "./auth/pages-domain";
import { cognitoProviderName } from "./auth/provider-details";
import { createResourceServers } from "./auth/resource-servers";
import { createSmsSender } from "./auth/sms";
import { createRiskConfiguration } from "./auth/threat-protection";
import { tierOf } from "./auth/tiers";
import { createUserImportRole } from "./auth/user-import";
import type { AuthLayerArgs } from "./auth-layer-args";
import { DEFAULT_LOG_RETENTION_DAYS, policyDocument } from "./inline-function";
import type { JwtAuthorizer } from "./jwt-authorizer";
import { connectTriggers, createTriggers, lambdaConfig } from "./pool-triggers";
import { createSignInAlarms } from "./sign-in-alarms";
import { signInHost } from "./sign-in-domain";
import { createTestUsers } from "./test-users";
import { requiredAttributes, userPoolArgs, userPoolLocks } from "./user-pool";
import { createWebAcl, webAclTags } from "./web-acl";

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
export class AuthLayer<
  const Scopes extends ScopeTree,
  ClientName extends string,
  ProviderName extends string = never,
>
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
  /** What clients of OpenID Connect call. */
  public readonly endpoints: pulumi.Output<OpenIdEndpoints>;
  /** ARN of the role that `npm run users -- import` names; empty without `userImport`. */
  public readonly userImportRole: pulumi.Output<string>;

  private readonly name: string;
  private readonly userPoolArn: pulumi.Output<string>;
  private readonly clientArgs: Readonly<Record<string, AppClientArgs>>;

  constructor(
    name: string,
    args: AuthLayerArgs<Scopes, ClientName, ProviderName>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(AuthLayer.__pulumiType, name, {}, opts);
    refuse(authProblems(args), this);

    const pool = this.createPool(name, args);
    const clients = this.createSignIn(name, args, pool);
    this.createGuards(name, args, pool, clients);
    createGroups(name, pool.id, args.groups ?? {}, this);
    createTestUsers(name, pool.id, args.testUsers ?? {}, this);

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
    this.clients = clients;
    this.authorizer = {
      name: "jwt",
      issuer: this.issuer,
      audience: Object.values<AppClient>(clients).map(({ id }) => id),
      scopes: apiScopes(args.scopes),
    };
    this.registerOutputs({ userPoolId: this.userPoolId, issuer: this.issuer, domain: this.domain });
  }

  /**
   * Link to the sign-in page of a client, back to its first callback URL. An application adds its own
   * `state` and `code_challenge`.
   */
  public signInUrl(client: ClientName): pulumi.Output<string> {
    return signInLink(this.pageOf(client));
  }

  /** Link that signs a client's user out, back to its first sign-out URL. */
  public logoutUrl(client: ClientName): pulumi.Output<string> {
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
  private createPool(name: string, args: AuthLayerArgs<ScopeTree, string>): cognito.UserPool {
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
      { parent: this, ...userPoolLocks(args.lifecycle) },
    );
    connectTriggers(triggers, pool, this);
    return pool;
  }

  /** Pages, scopes, providers, and the clients that need all three. */
  private createSignIn(
    name: string,
    args: AuthLayerArgs<ScopeTree, ClientName>,
    { id: userPoolId }: cognito.UserPool,
  ): Record<ClientName, AppClient> {
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
        clients: args.clients,
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

  /** What watches the pool: web ACL, threat protection, logs and alarms. */
  private createGuards(
    name: string,
    args: AuthLayerArgs<ScopeTree, string>,
    pool: cognito.UserPool,
    clients: Readonly<Record<string, AppClient>>,
  ): void {
    const { threatProtection, email, logs, alarms } = args;
    createWebAcl(`${name}-web-acl`, args, pool, this);
    if (threatProtection !== undefined) {
      const risk = { userPoolId: pool.id, threatProtection, ...(email && { email }) };
      createRiskConfiguration(`${name}-risk`, risk, this);
    }
    createLogDelivery(
      name,
      {
        userPoolId: pool.id,
        tier: tierOf(args),
        ...(logs && { logs }),
        retentionInDays: args.logRetentionDays ?? DEFAULT_LOG_RETENTION_DAYS,
      },
      this,
    );
    if (alarms !== undefined) {
      createSignInAlarms(name, { userPoolId: pool.id, clients }, alarms, this);
    }
  }

  private pageOf(name: ClientName) {
    const client = this.clientArgs[name];
    if (client === undefined || !hasPages(client)) {
      throw invalidArgument(`clients["${name}"] has no sign-in pages: it is a machine's.`, this);
    }
    return { domain: this.domain, clientId: this.clients[name].id, client };
  }
}
