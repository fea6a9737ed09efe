import { readPools, type UserPool } from "../../../../local/cognito/pool.ts";
import { joinLine } from "../../../../local/users/cognito-csv.ts";
import { columnsOf } from "../../../../local/users/columns.ts";
import type { Properties } from "../../../../local/program/graph.ts";
import { graphOf, pool } from "../../cognito/support/graph.ts";

/** The pool of the examples, as the service reads it. */
export function userPool(inputs: Properties = {}): UserPool {
  const [read] = readPools(graphOf(pool(inputs)));
  if (!read) throw new Error("The graph has no pool.");
  return read;
}

/** Alice as a file has her, with other values where they are given. */
export function alice(values: Readonly<Record<string, string>> = {}): Record<string, string> {
  const email = "alice@example.com";
  return { "cognito:username": email, email, email_verified: "TRUE", ...values };
}

/** A file of these users in the pool's form. */
export function fileOf(
  of: UserPool,
  ...users: readonly Readonly<Record<string, string>>[]
): Uint8Array {
  const columns = columnsOf(of);
  const lines = users.map((user) => joinLine(columns.map((column) => user[column] ?? "")));
  return Buffer.from([joinLine(columns), ...lines, ""].join("\n"));
}
