import * as pulumi from "@pulumi/pulumi";
import * as cognito from "@pulumi/aws/cognito";
import {
  type GroupRole,
  type GuestRole,
  type IdentityPoolArgs,
  identityPoolProblems,
  type RuleRole,
  type UserRoles,
} from "./identity/identity-pool-args";
import { createIdentityRole, type IdentityRole, type UserRole } from "./identity/identity-role";
import { refuse } from "./shared/arguments";

/** The roles of a pool by name. */
export type IdentityRoles<Name extends string> = {
  readonly [Role in "authenticated" | Name]: IdentityRole;
};

/** A role that was made, by its key among the arguments. */
interface NamedRole<Settings> {
  readonly key: string;
  readonly settings: Settings;
  readonly role: IdentityRole;
}

interface RoleMapping {
  readonly type: "Token" | "Rules";
  readonly mappingRules?: {
    claim: string;
    matchType: string;
    value: string;
    roleArn: pulumi.Output<string>;
  }[];
}

/**
 * Temporary AWS credentials for users who have signed in. A client trades its user's **ID token** for them (`GetId`, then
 * `GetCredentialsForIdentity`); the access token is for the API. Users who were signed out or disabled get none.
 *
 * @example
 * const identities = new IdentityPool("identities", {
 *   issuer: auth.issuer,
 *   clientIds: [auth.clients.web.id],
 *   roles: { authenticated: {} },
 *   principalTags: { tenant: "custom:tenant" },
 * });
 */
export class IdentityPool<Group extends string = never, Rule extends string = never>
  extends pulumi.ComponentResource
{
  public static readonly __pulumiType = "secure-api:identity:IdentityPool";
  /** For instance `us-east-1:6bd8…`, what clients name. */
  public readonly id: pulumi.Output<string>;
  /** The role of everybody who has signed in, and those by group or rule. */
  public readonly roles: IdentityRoles<Group | Rule>;

  constructor(
    name: string,
    args: IdentityPoolArgs<Group, Rule>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(IdentityPool.__pulumiType, name, {}, opts);
    refuse(identityPoolProblems(args as IdentityPoolArgs), this);

    const settings = args as IdentityPoolArgs;
    this.id = this.createPool(name, settings).id;
    const { authenticated = {}, byGroup = {}, byRule = {} } = settings.roles;
    const everybody = this.createRole(name, "authenticated", authenticated);
    const groups = this.createRoles(name, byGroup);
    const rules = this.createRoles(name, byRule);
    this.createGroups(name, settings.issuer, groups);
    this.attachRoles(name, settings, {
      roles: {
        authenticated: everybody.arn,
        ...(settings.guests && {
          unauthenticated: this.createGuestRole(name, settings.guests).arn,
        }),
      },
      mapping: roleMapping(settings.roles, rules),
    });
    this.mapTags(name, settings);

    const named = [...groups, ...rules].map(({ key, role }) => [key, role] as const);
    this.roles = Object.fromEntries([["authenticated", everybody], ...named]) as typeof this.roles;
    this.registerOutputs({ id: this.id });
  }

  private createPool(name: string, args: IdentityPoolArgs): cognito.IdentityPool {
    const { issuer, clientIds, guests } = args;
    return new cognito.IdentityPool(
      name,
      {
        identityPoolName: `${pulumi.getProject()}-${pulumi.getStack()}-${name}`,
        allowUnauthenticatedIdentities: guests !== undefined,
        allowClassicFlow: false,
        cognitoIdentityProviders: clientIds.map((clientId) => ({
          clientId,
          providerName: providerName(issuer),
          serverSideTokenCheck: true,
        })),
      },
      { parent: this },
    );
  }

  private createRoles<Role extends UserRole>(
    name: string,
    roles: { readonly [key: string]: Role },
  ): NamedRole<Role>[] {
    return Object.entries(roles).map(([key, settings]) => ({
      key,
      settings,
      role: this.createRole(name, key, settings),
    }));
  }

  private createRole(name: string, key: string, { policies = [] }: UserRole): IdentityRole {
    const role = {
      policies,
      identityPoolId: this.id,
      description: `Users of ${name}: ${key}`,
      signIn: "authenticated",
    } as const;
    return createIdentityRole(`${name}-${key}`, role, this);
  }

  private createGuestRole(name: string, { policies = [], reason }: GuestRole): IdentityRole {
    const role = {
      policies,
      identityPoolId: this.id,
      description: `Guests of ${name}: ${reason}`,
      signIn: "unauthenticated",
    } as const;
    return createIdentityRole(`${name}-guests`, role, this);
  }

  private createGroups(
    name: string,
    issuer: pulumi.Input<string>,
    groups: readonly NamedRole<GroupRole>[],
  ): void {
    const userPoolId = pulumi.output(issuer).apply((url) => url.split("/").at(-1) ?? "");
    for (const [precedence, { key, settings, role }] of groups.entries()) {
      const { description } = settings;
      new cognito.UserGroup(
        `${name}-${key}`,
        {
          userPoolId,
          name: key,
          precedence,
          roleArn: role.arn,
          ...(description !== undefined && { description }),
        },
        { parent: this },
      );
    }
  }

  private attachRoles(
    name: string,
    { issuer, clientIds }: IdentityPoolArgs,
    {
      roles,
      mapping,
    }: { roles: Record<string, pulumi.Output<string>>; mapping: RoleMapping | undefined },
  ): void {
    new cognito.IdentityPoolRoleAttachment(
      `${name}-roles`,
      {
        identityPoolId: this.id,
        roles,
        ...(mapping && {
          roleMappings: clientIds.map((clientId) => ({
            identityProvider: pulumi.interpolate`${providerName(issuer)}:${clientId}`,
            // Whoever is in no group and meets no rule gets nothing, not the role of everybody.
            ambiguousRoleResolution: "Deny",
            ...mapping,
          })),
        }),
      },
      { parent: this },
    );
  }

  private mapTags(name: string, { issuer, principalTags }: IdentityPoolArgs): void {
    new cognito.IdentityPoolProviderPrincipalTag(
      `${name}-tags`,
      {
        identityPoolId: this.id,
        identityProviderName: providerName(issuer),
        useDefaults: false,
        principalTags: { ...principalTags, email_verified: "email_verified" },
      },
      { parent: this },
    );
  }
}

/** Undefined where everybody gets the same role (C319). */
function roleMapping(
  { byGroup, byRule }: UserRoles,
  rules: readonly NamedRole<RuleRole>[],
): RoleMapping | undefined {
  if (byGroup !== undefined) return { type: "Token" };
  if (byRule === undefined) return undefined;
  const mappingRules = rules.map(({ settings, role }) => ({
    claim: settings.claim,
    matchType: "Equals",
    value: settings.equals,
    roleArn: role.arn,
  }));
  return { type: "Rules", mappingRules };
}

/** An issuer without its scheme (C315). */
function providerName(issuer: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(issuer).apply((url) => url.replace(/^https:\/\//, ""));
}
