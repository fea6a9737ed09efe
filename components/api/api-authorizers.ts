import type * as pulumi from "@pulumi/pulumi";
import { type Authorizer, authorizerName, type IamAuthorizer } from "../authorizer";
import type { FunctionAlarmArgs } from "../function/function-alarms";
import {
  createRequestAuthorizer,
  type RequestAuthorizer,
  requestAuthorizerProblems,
} from "../request-authorizer";
import type { Problem } from "../shared/arguments";
import { choiceProblem } from "../shared/known-names";
import { limits } from "../shared/limits";
import { needed, object } from "../shared/shapes";
import type { Authorization } from "./api-route";
import { createJwtAuthorizer, JWT_AUTHORIZER, jwtAuthorizerProblem } from "./jwt-authorizer";

type NamedAuthorizer = Exclude<Authorizer, IamAuthorizer>;

/** What the authorizers of an API are made with. */
export interface AuthorizersOf {
  readonly name: string;
  readonly apiId: pulumi.Input<string>;
  readonly executionArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  readonly logKeyArn: pulumi.Input<string> | undefined;
  readonly alarms: FunctionAlarmArgs | undefined;
}

interface KnownAuthorizer {
  readonly authorizer: NamedAuthorizer;
  readonly id: pulumi.Output<string>;
}

/** The authorizers of one API: one resource each, made for the first route that needs it. */
export class ApiAuthorizers {
  private readonly known = new Map<string, KnownAuthorizer>();

  constructor(
    private readonly api: AuthorizersOf,
    private readonly parent: pulumi.Resource,
  ) {}

  /** Everything that is wrong with an authorizer, by itself and beside the others. */
  public *problems(authorizer: Authorizer): Iterable<Problem> {
    yield* needed(object).problems("authorizer", authorizer);
    yield choiceProblem("authorizer.kind", authorizer.kind, ["JWT", "REQUEST", "AWS_IAM"]);
    if (authorizer.kind === "AWS_IAM") return;
    if (authorizer.kind === "REQUEST") yield* requestAuthorizerProblems(authorizer);
    else {
      yield* JWT_AUTHORIZER.problems("authorizer", authorizer);
      yield jwtAuthorizerProblem(authorizer);
    }
    const name = authorizerName(authorizer);
    const namesake = this.known.get(name);
    if (namesake !== undefined && namesake.authorizer !== authorizer) {
      yield `The API has another authorizer named "${name}": give this one a name of its own.`;
    }
    if (namesake === undefined && this.known.size === limits.authorizersPerApi) {
      yield `The API has ${limits.authorizersPerApi} authorizers, which is all that API Gateway takes.`;
    }
  }

  /** How a route says that the authorizer guards it. */
  public authorization(authorizer: Authorizer, scopes: readonly string[] = []): Authorization {
    if (authorizer.kind === "AWS_IAM") return { authorizationType: "AWS_IAM" };
    const authorizerId = this.idOf(authorizer);
    return authorizer.kind === "REQUEST"
      ? { authorizationType: "CUSTOM", authorizerId }
      : { authorizationType: "JWT", authorizerId, authorizationScopes: scopes };
  }

  private idOf(authorizer: NamedAuthorizer): pulumi.Output<string> {
    const name = authorizerName(authorizer);
    const known = this.known.get(name);
    if (known !== undefined) return known.id;
    const { id } = isRequest(authorizer)
      ? createRequestAuthorizer(
          `${this.api.name}-${name}`,
          { ...this.api, authorizer, displayName: name },
          this.parent,
        )
      : createJwtAuthorizer(
          `${this.api.name}-${name}`,
          { apiId: this.api.apiId, authorizer, displayName: name },
          this.parent,
        );
    this.known.set(name, { authorizer, id });
    return id;
  }
}

function isRequest(authorizer: NamedAuthorizer): authorizer is RequestAuthorizer<unknown> {
  return authorizer.kind === "REQUEST";
}
