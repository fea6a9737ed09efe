import type { User } from "../tables/users.ts";

/** A time as operations tell it: seconds since 1970, with a fraction (C156). */
export function timestamp(milliseconds: number): number {
  return milliseconds / 1000;
}

/** A user's attributes in the form of operations, `sub` first (C227). */
export function attributeList({ sub, attributes }: Pick<User, "sub" | "attributes">) {
  const all = [["sub", sub] as const, ...Object.entries(attributes)];
  return all.map(([Name, Value]) => ({ Name, Value }));
}

/** What operations tell of a user beside the attributes (C234, C235). */
export function userState(user: User) {
  return {
    Username: user.username,
    UserCreateDate: timestamp(user.created),
    UserLastModifiedDate: timestamp(user.modified),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

/** A user as lists and creations tell it (C234). @param wanted names of attributes; undefined for all of them */
export function userOutput(user: User, wanted?: readonly string[]) {
  const list = attributeList(user);
  const Attributes = wanted ? list.filter(({ Name }) => wanted.includes(Name)) : list;
  return { ...userState(user), Attributes };
}
