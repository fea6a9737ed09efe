/** An OpenAPI 3.1 document, as far as this program writes one: https://spec.openapis.org/oas/v3.1.1 */
export interface OpenApiDocument {
  readonly openapi: "3.1.1";
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly servers?: readonly Server[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
    readonly responses: Readonly<Record<string, Response>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

export interface Server {
  readonly url: string;
  readonly description?: string;
  readonly variables?: Readonly<Record<string, { readonly default: string; description: string }>>;
}

/** Operations by method in lower case, and the parameters of all of them. */
export interface PathItem {
  readonly parameters?: readonly Parameter[];
  readonly [method: string]: Operation | readonly Parameter[] | undefined;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path";
  readonly required: true;
  readonly description?: string;
  readonly schema: { readonly type: "string" };
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** Alternatives: one of them is enough. Empty: anyone may call. */
  readonly security: readonly SecurityRequirement[];
  readonly responses: Readonly<Record<string, Response | { readonly $ref: string }>>;
  /** Why anyone may call it. */
  readonly "x-public-reason"?: string;
  /** Amazon's own mark of the catch-all route. */
  readonly isDefaultRoute?: true;
}

/** Schemes that must all hold, each with the scopes that it must grant. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, object>>;
}

export type SecurityScheme =
  | {
      readonly type: "openIdConnect";
      readonly openIdConnectUrl: string;
      readonly description: string;
    }
  | {
      readonly type: "oauth2";
      readonly flows: Readonly<Record<string, OAuthFlow>>;
      readonly description: string;
    }
  | {
      readonly type: "apiKey";
      readonly in: "header" | "query";
      readonly name: string;
      readonly description: string;
      /** How Amazon's own exports mark signed requests. */
      readonly "x-amazon-apigateway-authtype"?: string;
    };

/** Scopes by name, each with its description. */
export interface OAuthFlow {
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly refreshUrl?: string;
  readonly scopes: Readonly<Record<string, string>>;
}
