import { type Graph, type Resource, texts } from "../../program/graph.ts";
import { POOL_USER } from "../../program/types.ts";
import { ServiceError } from "../../json-api/errors.ts";
import { askInvitationTexts, isInvited, seededMetadata } from "../messages/invitations.ts";
import { isSeeded, newSeededUser, type SeedAnswer } from "./seeded-users.ts";
import type { PoolContext } from "../service.ts";
import { NO_TEXTS } from "../triggers/custom-message.ts";
import { judgeInvited } from "../triggers/sign-up.ts";

/** Answers by URN of the user; without one nobody was asked. */
export type SeedAnswers = ReadonlyMap<string, SeedAnswer>;

/** Whether adding the graph's users asks a function of the pool (C306: `_AdminCreateUser`). */
export function asksTriggers({ pool }: PoolContext): boolean {
  return pool.triggers.has("PreSignUp") || pool.triggers.has("CustomMessage");
}

/** Asks the pool's functions about users that the graph adds, as an administrator's creation does (C234, C306). */
export async function askAboutUsers(context: PoolContext, graph: Graph): Promise<SeedAnswers> {
  const answers = new Map<string, SeedAnswer>();
  for (const resource of graph.where(POOL_USER, "userPoolId", context.pool.id)) {
    if (isSeeded(context, resource)) continue;
    answers.set(resource.urn, await ask(context, resource));
  }
  return answers;
}

async function ask(context: PoolContext, resource: Resource): Promise<SeedAnswer> {
  const { inputs } = resource;
  const clientMetadata = seededMetadata(inputs, "clientMetadata");
  const validationData = seededMetadata(inputs, "validationData");
  try {
    const user = newSeededUser(context, resource);
    await judgeInvited(context, user, { clientMetadata, validationData });
    if (!isInvited(inputs)) return { user, texts: NO_TEXTS };
    const mediums = texts(inputs["desiredDeliveryMediums"]);
    return { user, texts: await askInvitationTexts({ ...context, clientMetadata }, user, mediums) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { refusal: error };
  }
}
