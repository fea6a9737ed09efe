import { ACCOUNT_ID } from "./names.ts";

/** A function of a provider that the program calls, such as `aws.getCallerIdentity`. */
export interface Call {
  readonly token: string;
  readonly inputs: Record<string, unknown>;
}

type Answer = (inputs: Record<string, unknown>, region: string) => Record<string, unknown>;

/** What the call would return in the recorded account. An unknown function returns its own arguments. */
export function answerCall(call: Call, region: string): Record<string, unknown> {
  const answer = ANSWERS[call.token];
  return { ...call.inputs, ...answer?.(call.inputs, (call.inputs["region"] as string) ?? region) };
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: ACCOUNT_ID,
    accountId: ACCOUNT_ID,
    arn: `arn:aws:iam::${ACCOUNT_ID}:user/local`,
    userId: "AIDALOCALLOCALLOCALLO",
  }),
  "aws:index/getRegion:getRegion": (_, region) => ({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, region) => ({
    id: region,
    names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
    zoneIds: ["1", "2", "3"].map((zone) => `${region}-az${zone}`),
    groupNames: [region],
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": (inputs) => {
    const json = JSON.stringify(policyDocument(inputs), null, 2);
    return { id: "policy", json, minifiedJson: JSON.stringify(policyDocument(inputs)) };
  },
};

interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly principals?: readonly Principal[];
  readonly conditions?: readonly { test: string; variable: string; values: readonly string[] }[];
}

interface Principal {
  readonly type: string;
  readonly identifiers: readonly string[];
}

function policyDocument(inputs: Record<string, unknown>): object {
  const statements = (inputs["statements"] ?? []) as readonly Statement[];
  return {
    Version: (inputs["version"] as string | undefined) ?? "2012-10-17",
    ...(inputs["policyId"] === undefined ? {} : { Id: inputs["policyId"] }),
    Statement: statements.map(policyStatement),
  };
}

function policyStatement(statement: Statement): object {
  const result: Record<string, unknown> = {};
  if (statement.sid) result["Sid"] = statement.sid;
  result["Effect"] = statement.effect ?? "Allow";
  if (statement.actions) result["Action"] = oneOrMany(statement.actions);
  if (statement.notActions) result["NotAction"] = oneOrMany(statement.notActions);
  if (statement.resources) result["Resource"] = oneOrMany(statement.resources);
  if (statement.notResources) result["NotResource"] = oneOrMany(statement.notResources);
  if (statement.principals) result["Principal"] = principals(statement.principals);
  if (statement.conditions) result["Condition"] = conditions(statement.conditions);
  return result;
}

function principals(list: readonly Principal[]): object | "*" {
  if (list.some(({ type, identifiers }) => type === "*" && identifiers.includes("*"))) return "*";
  return Object.fromEntries(list.map(({ type, identifiers }) => [type, oneOrMany(identifiers)]));
}

function conditions(list: NonNullable<Statement["conditions"]>): object {
  const result: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of list) {
    result[test] = { ...result[test], [variable]: oneOrMany(values) };
  }
  return result;
}

function oneOrMany(values: readonly string[]): unknown {
  return values.length === 1 ? values[0] : values;
}
