import * as pulumi from "@pulumi/pulumi";

/** What a role may do: named actions on named resources. */
export interface PolicyStatement {
  /** For instance `dynamodb:GetItem`; wildcards are refused. */
  readonly actions: readonly string[];
  /** ARNs. */
  readonly resources: readonly pulumi.Input<string>[];
}

/** A statement that holds under conditions only. */
export interface ConditionalStatement extends PolicyStatement {
  /** By operator and key: `{ StringEquals: { "aws:PrincipalTag/tenant": "a" } }`. @default none */
  readonly conditions?: {
    readonly [operator: string]: {
      readonly [key: string]: pulumi.Input<string | readonly string[]>;
    };
  };
}

/** The text of a policy that allows what the statements name. */
export function policyDocument(statements: readonly ConditionalStatement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources, conditions }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  });
}

/**
 * A trust policy: the service may take the role, for resources of this account only.
 * @param arn of anything in the account
 */
export function accountTrustPolicy(
  service: string,
  arn: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        // The account is the fifth part of any ARN in it.
        Condition: {
          StringEquals: {
            "aws:SourceAccount": arn.apply((text) => text.split(":")[4] ?? ""),
          },
        },
      },
    ],
  });
}
