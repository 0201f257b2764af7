import type { Permission } from "@compose-pay/contracts";
import {
  type Connection,
  deleteRole as deleteRow,
  hasRoleOperators,
  insertRole,
  isDuplicate,
  lockRoles,
  mostRoles,
  type RoleRow,
  updateRole as updateRow,
} from "@compose-pay/database";
import { keepAManager } from "./keep-a-manager.ts";
import type { OperatorDeps } from "./operator-deps.ts";

export interface RoleFields {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

export type RoleChange =
  | { readonly kind: "changed"; readonly role: RoleRow; readonly before: RoleRow | null }
  | { readonly kind: "role_unknown" }
  | { readonly kind: "name_taken" }
  /** Somebody has it. */
  | { readonly kind: "in_use" }
  /** Nobody would be left who can manage operators. */
  | { readonly kind: "last_manager" }
  | { readonly kind: "too_many" };

export async function createRole(deps: OperatorDeps, fields: RoleFields): Promise<RoleChange> {
  return changing(deps, async (transaction, roles) => {
    if (roles.length >= mostRoles) return { kind: "too_many" };
    const at = deps.clock.now();
    const role: RoleRow = { id: deps.newId("rol", at), ...fields, createdAt: at, updatedAt: at };
    await insertRole(transaction, role);
    return { kind: "changed", role, before: null };
  });
}

/** What it allows holds for everybody who has it from their next call on. */
export async function updateRole(
  deps: OperatorDeps,
  { id, ...fields }: RoleFields & { readonly id: string },
): Promise<RoleChange> {
  return changing(deps, async (transaction, roles) => {
    const before = roles.find((role) => role.id === id);
    if (before === undefined) return { kind: "role_unknown" };
    const change = { ...fields, updatedAt: deps.clock.now() };
    await updateRow(transaction, id, change);
    return { kind: "changed", role: { ...before, ...change }, before };
  });
}

export async function deleteRole(deps: OperatorDeps, id: string): Promise<RoleChange> {
  return changing(deps, async (transaction, roles) => {
    const role = roles.find((one) => one.id === id);
    if (role === undefined) return { kind: "role_unknown" };
    if (await hasRoleOperators(transaction, id)) return { kind: "in_use" };
    await deleteRow(transaction, id);
    return { kind: "changed", role, before: role };
  });
}

async function changing(
  deps: OperatorDeps,
  work: (transaction: Connection, roles: readonly RoleRow[]) => Promise<RoleChange>,
): Promise<RoleChange> {
  try {
    return await keepAManager<RoleChange>(deps, async (transaction) =>
      work(transaction, await lockRoles(transaction)),
    );
  } catch (error) {
    if (isDuplicate(error)) return { kind: "name_taken" };
    throw error;
  }
}
