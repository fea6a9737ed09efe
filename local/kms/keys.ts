import { accountId } from "../account.ts";
import { ServiceError } from "../json-api/errors.ts";
import { type Graph, type Resource, text } from "../program/graph.ts";
import { KMS_KEY } from "../program/types.ts";

const ALIAS = "aws:kms/alias:Alias";

/** A KMS key of the graph. */
export interface KmsKey {
  /** `arn:aws:kms:REGION:ACCOUNT:key/ID`. */
  readonly arn: string;
  readonly id: string;
  readonly description: string;
  readonly isEnabled: boolean;
  /** Whether the program gives it a policy in place of the account's. */
  readonly hasOwnPolicy: boolean;
  /** `SYMMETRIC_DEFAULT` for one that encrypts here. */
  readonly spec: string;
  readonly usage: string;
}

/** The graph's keys, asked for as KMS is. */
export interface KmsKeys {
  /**
   * @param identifier id, ARN, `alias/NAME` or the alias's ARN
   * @throws ServiceError NotFoundException
   */
  get(identifier: string): KmsKey;
  find(identifier: string): KmsKey | undefined;
}

/** Reads the keys of a graph. */
export function readKeys(graph: Graph): KmsKeys {
  const keys = new Map<string, KmsKey>();
  for (const key of graph.ofType(KMS_KEY).map(keyOf)) keys.set(key.id, key).set(key.arn, key);
  for (const { id, outputs, inputs } of graph.ofType(ALIAS)) {
    const key = keys.get(text(inputs["targetKeyId"]) ?? "");
    if (key) keys.set(id, key).set(text(outputs["arn"]) ?? id, key);
  }
  const find = (identifier: string) => keys.get(identifier);
  return {
    find,
    get(identifier) {
      const key = find(identifier);
      if (!key) throw new ServiceError("NotFoundException", unknown(identifier));
      return key;
    },
  };
}

function keyOf({ id, region, inputs, outputs }: Resource): KmsKey {
  return {
    id,
    arn: text(outputs["arn"]) ?? `arn:aws:kms:${region}:${accountId}:key/${id}`,
    description: text(inputs["description"]) ?? "",
    isEnabled: inputs["isEnabled"] !== false,
    hasOwnPolicy: inputs["policy"] !== undefined,
    spec: text(inputs["customerMasterKeySpec"]) ?? "SYMMETRIC_DEFAULT",
    usage: text(inputs["keyUsage"]) ?? "ENCRYPT_DECRYPT",
  };
}

function unknown(identifier: string): string {
  return /(^|:)alias\//.test(identifier)
    ? `Alias ${identifier} is not found.`
    : `Key '${identifier}' does not exist`;
}
