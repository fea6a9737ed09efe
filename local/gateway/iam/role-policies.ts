import {
  type Graph,
  objects,
  type Resource,
  text,
  texts,
  type Value,
} from "../../program/graph.ts";
import { ROLE } from "../../program/types.ts";
import {
  type AccessRequest,
  evaluate,
  readPolicy,
  type Statement,
  type Verdict,
} from "./iam-policy.ts";
import { managedPolicies } from "./managed-policies.ts";

/** What a role of the graph may do. */
export interface RolePolicies {
  /** Policies that nobody here can read, by name; they allow nothing. */
  readonly unread: readonly string[];
  /** Decides by the role's policies and its permissions boundary. */
  judge(request: AccessRequest): Verdict;
}

/** A policy, and its statements where it can be read. */
interface Policy {
  readonly name: string;
  readonly statements: readonly Statement[] | undefined;
}

/** The policies of every role of the graph, by the role's ARN. */
export function planRolePolicies(graph: Graph): ReadonlyMap<string, RolePolicies> {
  return new Map(
    graph.ofType(ROLE).map((role) => [text(role.outputs["arn"]) ?? "", planRole(graph, role)]),
  );
}

function planRole(graph: Graph, role: Resource): RolePolicies {
  const policies = policiesOf(graph, role);
  const statements = policies.flatMap((policy) => policy.statements ?? []);
  const boundaryArn = text(role.inputs["permissionsBoundary"]);
  const boundary = boundaryArn === undefined ? undefined : policyOf(graph, boundaryArn);
  return {
    unread: [...policies, ...(boundary ? [boundary] : [])]
      .filter((policy) => !policy.statements)
      .map(({ name }) => name),
    judge: (request) => {
      const verdict = evaluate(statements, request);
      if (!boundary || verdict.effect !== "Allow") return verdict;
      // A boundary gives nothing by itself: what it does not allow is denied.
      const { effect, unjudged } = evaluate(boundary.statements ?? [], request);
      return { effect: effect ?? "Deny", unjudged: [...verdict.unjudged, ...unjudged] };
    },
  };
}

function policiesOf(graph: Graph, role: Resource): readonly Policy[] {
  const names: readonly (Value | undefined)[] = [
    role.id,
    role.outputs["name"],
    role.outputs["arn"],
  ];
  const isRole = (value: Value | undefined): boolean =>
    value !== undefined && names.includes(value);
  const inline = objects(role.inputs["inlinePolicies"]).filter(
    ({ policy }) => policy !== undefined,
  );
  const attached = graph
    .ofType("aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => isRole(inputs["role"]));
  return [
    ...inline.map(({ name, policy }) => readNamed(text(name) ?? "inline", policy)),
    ...attached.map(({ name, inputs }) => readNamed(name, inputs["policy"])),
    ...managedArns(graph, role, isRole).map((arn) => policyOf(graph, arn)),
  ];
}

function managedArns(
  graph: Graph,
  role: Resource,
  isRole: (value: Value | undefined) => boolean,
): readonly string[] {
  const attachments = [
    ...graph
      .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ inputs }) => isRole(inputs["role"])),
    ...graph
      .ofType("aws:iam/policyAttachment:PolicyAttachment")
      .filter(({ inputs }) => texts(inputs["roles"]).some(isRole)),
  ];
  return [
    ...texts(role.inputs["managedPolicyArns"]),
    ...attachments.flatMap(({ inputs }) => text(inputs["policyArn"]) ?? []),
  ];
}

function policyOf(graph: Graph, arn: string): Policy {
  const own = graph
    .ofType("aws:iam/policy:Policy")
    .find(({ id, outputs }) => id === arn || outputs["arn"] === arn);
  if (own) return readNamed(own.name, own.inputs["policy"]);
  const [, managed] = /^arn:aws[\w-]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  // What AWS manages and the table does not name says nothing about calling an API.
  if (managed !== undefined)
    return readNamed(managed, managedPolicies[managed] ?? { Statement: [] });
  return { name: arn, statements: undefined };
}

function readNamed(name: string, document: unknown): Policy {
  return { name, statements: readPolicy(document) };
}
