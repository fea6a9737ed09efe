import type { Group } from "../tables/groups.ts";

/** Roles that come with a user's groups. */
export interface GroupRoles {
  readonly roles: readonly string[];
  /** Of the best group, unless two best ones differ (C21). */
  readonly preferredRole: string | null;
}

/** @param groups best precedence first */
export function groupRoles(groups: readonly Group[]): GroupRoles {
  const withRole = groups.flatMap(({ role, precedence }) =>
    role === null ? [] : [{ role, precedence }],
  );
  const [best] = withRole;
  const bestRoles = new Set(
    withRole.filter((group) => group.precedence === best?.precedence).map((group) => group.role),
  );
  return {
    roles: withRole.map((group) => group.role),
    preferredRole: bestRoles.size === 1 && best ? best.role : null,
  };
}
