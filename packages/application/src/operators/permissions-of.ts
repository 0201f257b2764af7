import { isPermission, type Permission, permissions as allPermissions } from "@compose-pay/contracts";
import type { RoleRow } from "@compose-pay/database";
import { everyPermission } from "./built-in-roles.ts";

/** What roles allow together; a name that the code does not know allows nothing. */
export function permissionsOf(roles: readonly Pick<RoleRow, "permissions">[]): readonly Permission[] {
  return [...new Set(roles.flatMap((role) => permissionsOfRole(role)))];
}

export function permissionsOfRole({ permissions }: Pick<RoleRow, "permissions">): readonly Permission[] {
  if (!Array.isArray(permissions)) return [];
  if (permissions.includes(everyPermission)) return allPermissions;
  return permissions.filter((name): name is Permission => typeof name === "string" && isPermission(name));
}
