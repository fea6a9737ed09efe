import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../shared/policy-document";
import { any, choice, fields, needed, type Shape, type ShapesOf } from "../shared/shapes";

/**
 * A call of an AWS service in place of a function. Parameters are texts, or parts of the request
 * such as `$request.body` and `$request.body.id`.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export type AwsCall = {
  [Action in keyof AwsParameters]: {
    readonly action: Action;
    /** The queue, bus, stream or state machine: all that the call may touch. */
    readonly resourceArn: pulumi.Input<string>;
    readonly parameters: AwsParameters[Action];
  };
}[keyof AwsParameters];

type Parameter = pulumi.Input<string>;

/** Parameters by action, spelled as AWS does. */
interface AwsParameters {
  "SQS-SendMessage": { readonly QueueUrl: Parameter; readonly MessageBody: Parameter };
  "EventBridge-PutEvents": {
    readonly EventBusName: Parameter;
    readonly Source: Parameter;
    readonly DetailType: Parameter;
    readonly Detail: Parameter;
  };
  "Kinesis-PutRecord": {
    readonly StreamName: Parameter;
    readonly Data: Parameter;
    readonly PartitionKey: Parameter;
  };
  "StepFunctions-StartExecution": {
    readonly StateMachineArn: Parameter;
    readonly Input: Parameter;
  };
}

const PARAMETERS: { readonly [Action in keyof AwsParameters]: ShapesOf<AwsParameters[Action]> } = {
  "SQS-SendMessage": { QueueUrl: needed(), MessageBody: needed() },
  "EventBridge-PutEvents": {
    EventBusName: needed(),
    Source: needed(),
    DetailType: needed(),
    Detail: needed(),
  },
  "Kinesis-PutRecord": { StreamName: needed(), Data: needed(), PartitionKey: needed() },
  "StepFunctions-StartExecution": { StateMachineArn: needed(), Input: needed() },
};

const CALL = fields({
  action: needed(choice(...Object.keys(PARAMETERS))),
  resourceArn: needed(),
  parameters: any,
});

/** Shape of {@link AwsCall}: which parameters there are depends on the action. */
export const AWS_CALL: Shape = {
  form: CALL.form,
  *problems(path, value) {
    yield* CALL.problems(path, value);
    const { action, parameters } = (value ?? {}) as Partial<AwsCall>;
    const shapes = Object.entries(PARAMETERS).find(([name]) => name === action)?.[1];
    if (shapes) yield* needed(fields(shapes)).problems(`${path}.parameters`, parameters);
  },
};

/** The one IAM action that each call needs. */
const ACTIONS: Readonly<Record<AwsCall["action"], string>> = {
  "SQS-SendMessage": "sqs:SendMessage",
  "EventBridge-PutEvents": "events:PutEvents",
  "Kinesis-PutRecord": "kinesis:PutRecord",
  "StepFunctions-StartExecution": "states:StartExecution",
};

/** What the gateway may do for the call. */
export function callPermission({ action, resourceArn }: AwsCall): PolicyStatement {
  return { actions: [ACTIONS[action]], resources: [resourceArn] };
}
