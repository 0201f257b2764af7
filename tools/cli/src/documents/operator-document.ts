import type { OperatorRole, OperatorRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function operatorDocument(operator: OperatorRow, roles: readonly OperatorRole[]): JsonDocument {
  return {
    object: "operator",
    id: operator.id,
    email: operator.email,
    name: operator.name,
    state: operator.state,
    roles: roles.filter(({ operatorId }) => operatorId === operator.id).map(({ role }) => role.name),
    second_factor: operator.totpSecret !== null,
    locked_until: operator.lockedUntil?.toISOString() ?? null,
    created_at: operator.createdAt.toISOString(),
  };
}
