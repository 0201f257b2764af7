import { operatorVersion, permissionsOfRole, roleVersion } from "@compose-pay/application";
import type { OperatorView, RoleView } from "@compose-pay/contracts";
import type { OperatorRole, OperatorRow, RoleRow } from "@compose-pay/database";

export function operatorView(operator: OperatorRow, roles: readonly OperatorRole[]): OperatorView {
  const held = roles.filter(({ operatorId }) => operatorId === operator.id).map(({ role }) => role);
  return {
    id: operator.id,
    version: operatorVersion(
      operator,
      held.map(({ id }) => id),
    ),
    email: operator.email,
    name: operator.name,
    state: operator.state,
    has_second_factor: operator.totpSecret !== null,
    roles: held.map(({ id, name }) => ({ id, name })),
    locked_until: operator.lockedUntil?.toISOString() ?? null,
    created_at: operator.createdAt.toISOString(),
  };
}

export function roleView(role: RoleRow, operators: number): RoleView {
  return {
    id: role.id,
    version: roleVersion(role),
    name: role.name,
    description: role.description,
    permissions: permissionsOfRole(role),
    operators,
  };
}
