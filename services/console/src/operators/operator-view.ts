import { permissionsOfRole } from "@compose-pay/application";
import type { OperatorView, RoleView } from "@compose-pay/contracts";
import type { OperatorRole, OperatorRow, RoleRow } from "@compose-pay/database";

export function operatorView(operator: OperatorRow, roles: readonly OperatorRole[]): OperatorView {
  return {
    id: operator.id,
    email: operator.email,
    name: operator.name,
    state: operator.state,
    has_second_factor: operator.totpSecret !== null,
    roles: roles
      .filter(({ operatorId }) => operatorId === operator.id)
      .map(({ role }) => ({ id: role.id, name: role.name })),
    locked_until: operator.lockedUntil?.toISOString() ?? null,
    created_at: operator.createdAt.toISOString(),
  };
}

export function roleView(role: RoleRow, operators: number): RoleView {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    permissions: permissionsOfRole(role),
    operators,
  };
}
