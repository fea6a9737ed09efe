import * as pulumi from "@pulumi/pulumi";
import * as dynamodb from "@pulumi/aws/dynamodb";
import type { Event, UserDataSettings } from "../handlers/user-data/request";
import { deleteUserData, getUserData, putUserData } from "../handlers/user-data/routes";
import type { Route } from "./api/route";
import { type Problem, refuse } from "./shared/arguments";
import { type Lifecycle, lifecycleLocks } from "./shared/lifecycle";
import { serviceKeyTags } from "./shared/service-key";
import { any, choice, fields, list, needed, type ShapesOf, text } from "./shared/shapes";
import { grantRead, grantWrite } from "./table-grants";
import { DEFAULT_DATASET_BYTES, userDataProblems } from "./user-data/user-data-limits";

/** Arguments of {@link UserData}. */
export interface UserDataArgs<Scope extends string = string> {
  /** Names of the datasets that every user has, such as `settings`. 1 to 20. */
  readonly datasets: readonly [string, ...string[]];
  /** What a token needs for reading, and for writing and deleting. */
  readonly scopes: {
    readonly read: readonly [Scope, ...Scope[]];
    readonly write: readonly [Scope, ...Scope[]];
  };
  /**
   * Most that one dataset holds, in bytes of JSON. 1 to 204,800; all datasets together hold 1 MB.
   * @default 51,200
   */
  readonly datasetBytes?: number;
  /**
   * `ephemeral` lets `pulumi destroy` take the table away; `keep` protects it, and keeps what is needed to restore it as
   * it was at any moment of the last 35 days.
   * @default keep
   */
  readonly lifecycle?: Lifecycle;
}

const ACCESS: ShapesOf<UserDataArgs["scopes"]> = {
  read: needed(list(text)),
  write: needed(list(text)),
};

const ARGUMENTS: ShapesOf<UserDataArgs> = {
  datasets: needed(list(text)),
  scopes: needed(fields(ACCESS)),
  datasetBytes: any,
  lifecycle: choice("keep", "ephemeral"),
};

/** Three routes for {@link HttpApi.addRoutes}. */
export type UserDataRoutes<Scope extends string = string> = {
  readonly [Method in "GET" | "PUT" | "DELETE" as `${Method} /me/data/{dataset}`]: Route<Scope>;
};

/**
 * Data of each signed-in user that is the same on all devices: JSON objects, read and written at
 * `/me/data/{dataset}`. Each write adds one to the dataset's sync count and says which count it has seen (`If-Match`);
 * one that has not seen the latest is answered 412 with what it missed, so that nothing is lost unseen.
 *
 * Keyed by the user's `sub`, which the access token carries: nobody reaches another one's data.
 *
 * @example
 * const userData = new UserData("user-data", {
 *   datasets: ["settings"],
 *   scopes: { read: ["data/read"], write: ["data/write"] },
 * });
 * api.addRoutes(auth.authorizer, { ...userData.routes });
 */
export class UserData<const Scope extends string = string> extends pulumi.ComponentResource {
  public static readonly __pulumiType = "secure-api:data:UserData";
  public readonly routes: UserDataRoutes<Scope>;
  public readonly tableName: pulumi.Output<string>;
  public readonly tableArn: pulumi.Output<string>;

  constructor(name: string, args: UserDataArgs<Scope>, opts?: pulumi.ComponentResourceOptions) {
    super(UserData.__pulumiType, name, {}, opts);
    refuse(argumentProblems(args), this);

    const table = this.createTable(name, args.lifecycle);

    this.tableName = table.name;
    this.tableArn = table.arn;
    this.routes = routesOf(table, args);
    this.registerOutputs({ tableName: this.tableName, tableArn: this.tableArn });
  }

  private createTable(name: string, lifecycle: Lifecycle = "keep"): dynamodb.Table {
    const isKept = lifecycle === "keep";
    return new dynamodb.Table(
      name,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "user",
        rangeKey: "dataset",
        attributes: [
          { name: "user", type: "S" },
          { name: "dataset", type: "S" },
        ],
        // No time to live: a sync count that started anew would make an old `If-Match` match.
        pointInTimeRecovery: { enabled: isKept },
        deletionProtectionEnabled: isKept,
        tags: serviceKeyTags,
      },
      { parent: this, ...lifecycleLocks(lifecycle) },
    );
  }
}

function* argumentProblems(args: UserDataArgs): Iterable<Problem> {
  yield* needed(fields(ARGUMENTS)).problems("", args);
  yield* userDataProblems(args.datasets, args.datasetBytes);
}

function routesOf<Scope extends string>(
  table: dynamodb.Table,
  { datasets, scopes, datasetBytes = DEFAULT_DATASET_BYTES }: UserDataArgs<Scope>,
): UserDataRoutes<Scope> {
  // Plain data: each function carries a copy.
  const settings: UserDataSettings = { datasets: [...datasets], maxBytes: datasetBytes };
  const environment = { TABLE: table.name };
  const readOnly = [grantRead(table, ["GetItem"])];
  const readWrite = [grantRead(table, ["GetItem"]), grantWrite(table, ["PutItem"])];
  return {
    "GET /me/data/{dataset}": {
      scopes: scopes.read,
      handler: async (event: Event) => getUserData(settings, event),
      environment,
      policies: readOnly,
    },
    "PUT /me/data/{dataset}": {
      scopes: scopes.write,
      handler: async (event: Event) => putUserData(settings, event),
      environment,
      policies: readWrite,
    },
    "DELETE /me/data/{dataset}": {
      scopes: scopes.write,
      handler: async (event: Event) => deleteUserData(settings, event),
      environment,
      policies: readWrite,
    },
  };
}
