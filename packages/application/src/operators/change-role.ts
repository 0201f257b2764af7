import { type Permission, permissionsOfMoney } from "@compose-pay/contracts";
import {
  type Connection,
  deleteRole as deleteRow,
  findOperatorRoles,
  hasRoleOperators,
  insertRole,
  isDuplicate,
  lockRoles,
  mostRoles,
  type RoleRow,
  updateRole as updateRow,
} from "@compose-pay/database";
import { holdAgainst, type SeenVersion, versionOf } from "../changed-meanwhile.ts";
import { keepAManager } from "./keep-a-manager.ts";
import type { OperatorDeps } from "./operator-deps.ts";
import { permissionsOf } from "./permissions-of.ts";

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
  /** Who changes it has it, and would let themselves move money. */
  | { readonly kind: "own_role" }
  | { readonly kind: "too_many" };

export function roleVersion({ id, name, description, permissions }: RoleRow): string {
  return versionOf({ id, name, description, permissions });
}

export async function createRole(deps: OperatorDeps, fields: RoleFields): Promise<RoleChange> {
  return changing(deps, async (transaction, roles) => {
    if (roles.length >= mostRoles) return { kind: "too_many" };
    const at = deps.clock.now();
    const role: RoleRow = { id: deps.newId("rol", at), ...fields, createdAt: at, updatedAt: at };
    await insertRole(transaction, role);
    return { kind: "changed", role, before: null };
  });
}

interface RoleUpdate extends RoleFields, SeenVersion {
  readonly id: string;
  /** The operator who changes it, who cannot give themselves what moves money; left out at the command line. */
  readonly by?: string;
}

/** What it allows holds for everybody who has it from their next call on. @throws ChangedMeanwhile */
export async function updateRole(
  deps: OperatorDeps,
  { id, by, expectedVersion, ...fields }: RoleUpdate,
): Promise<RoleChange> {
  return changing(deps, async (transaction, roles) => {
    const before = roles.find((role) => role.id === id);
    if (before === undefined) return { kind: "role_unknown" };
    holdAgainst({ expectedVersion }, { subject: id, version: roleVersion(before) });
    if (by !== undefined && (await givesThemselvesMoney(transaction, by, { id, ...fields })))
      return { kind: "own_role" };
    const change = { ...fields, updatedAt: deps.clock.now() };
    await updateRow(transaction, id, change);
    return { kind: "changed", role: { ...before, ...change }, before };
  });
}

async function givesThemselvesMoney(
  transaction: Connection,
  operatorId: string,
  changed: Pick<RoleRow, "id" | "permissions">,
): Promise<boolean> {
  const held = (await findOperatorRoles(transaction, [operatorId])).map(({ role }) => role);
  const before = permissionsOf(held);
  const after = permissionsOf(held.map((role) => (role.id === changed.id ? changed : role)));
  return after.some((permission) => permissionsOfMoney.has(permission) && !before.includes(permission));
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
