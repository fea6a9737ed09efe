import { type RolePolicies, planRolePolicies } from "../../gateway/iam/role-policies.ts";
import { type KmsKey, readKeys } from "../../kms/keys.ts";
import { type Graph, members, text } from "../../program/graph.ts";
import type { UserPool } from "../pool.ts";
import type { TriggerName } from "./plan.ts";

const SENDERS: readonly TriggerName[] = ["CustomEmailSender", "CustomSMSSender"];
/** What may open a key besides the policies of a role. */
const KEY_POLICIES = ["aws:kms/grant:Grant", "aws:kms/keyPolicy:KeyPolicy"];

/**
 * A line for each custom sender whose role may not decrypt what it is sent: here it does, as no permissions of KMS are
 * checked, and on AWS nobody would get a code. Nothing is said where anything but the role could allow it.
 */
export function senderRemarks(graph: Graph, pools: readonly UserPool[]): readonly string[] {
  return pools.flatMap((pool) => {
    const key = ownKeyOf(graph, pool);
    if (!key) return [];
    return SENDERS.flatMap((trigger) => {
      const role = roleOf(graph, pool, trigger);
      return role && isDenied(role, key, pool) ? [remark(pool, trigger, key)] : [];
    });
  });
}

/** The pool's key where the account's policies alone decide about it. */
function ownKeyOf(graph: Graph, { inputs }: UserPool): KmsKey | undefined {
  const key = readKeys(graph).find(text(members(inputs["lambdaConfig"])["kmsKeyId"]) ?? "");
  const isDecidedHere =
    key?.hasOwnPolicy === false && KEY_POLICIES.every((type) => graph.ofType(type).length === 0);
  return isDecidedHere ? key : undefined;
}

/** What the function's role says; undefined for a role from elsewhere. */
function roleOf(graph: Graph, pool: UserPool, trigger: TriggerName): RolePolicies | undefined {
  const plan = pool.triggers.get(trigger);
  if (!plan || !("urn" in plan)) return undefined;
  const role = planRolePolicies(graph).get(text(graph.byUrn(plan.urn)?.inputs["role"]) ?? "");
  return role?.unread.length === 0 ? role : undefined;
}

function isDenied(role: RolePolicies, { arn }: KmsKey, pool: UserPool): boolean {
  const { effect, unjudged } = role.judge({
    action: "kms:Decrypt",
    resource: arn,
    keys: (name) => (name === "kms:encryptioncontext:userpool-id" ? [pool.id] : undefined),
  });
  return effect !== "Allow" && unjudged.length === 0;
}

function remark({ name }: UserPool, trigger: TriggerName, { arn }: KmsKey): string {
  return (
    `user pool ${name}: the role of its ${trigger} allows no kms:Decrypt with ${arn}: ` +
    "on AWS the function could not read the codes that it is to send"
  );
}
