import { randomUUID } from "node:crypto";
import { newPasswordRecord } from "../passwords/passwords.ts";
import type { PoolContext } from "../service.ts";
import type { Attributes, User, UserStatus } from "../tables/users.ts";

/** What a user is made of. */
export interface NewUser {
  /** As whoever makes the user says it: a name of their own, an e-mail address or a phone number. */
  readonly name: string;
  readonly status: UserStatus;
  readonly attributes: Attributes;
  /** A permanent one, in clear: the record keeps what SRP needs of it. @default none */
  readonly password?: string | undefined;
  /** @default a random UUID */
  readonly sub?: string;
}

/** The record of a user who is new from now on; `addUser` stores it. */
export function newUser({ service, pool }: PoolContext, made: NewUser): User {
  const { name, status, attributes, password, sub = randomUUID() } = made;
  const username = pool.usernameAttributes.length > 0 ? sub : name; // C17
  const now = service.clock.now();
  return {
    pool: pool.id,
    sub,
    username,
    status,
    enabled: true,
    password: password === undefined ? null : newPasswordRecord(pool, username, password),
    passwordExpires: null,
    attributes,
    created: now,
    modified: now,
    seed: null,
  };
}
