import {
  type Connection,
  deleteSessionsOf,
  findOperatorRoles,
  lockOperator,
  lockRoles,
  type OperatorRow,
  replaceOperatorRoles,
  updateOperator,
} from "@compose-pay/database";
import { holdAgainst, type SeenVersion, versionOf } from "../changed-meanwhile.ts";
import { hashPassword } from "./hash-password.ts";
import { keepAManager } from "./keep-a-manager.ts";
import { newPassword } from "./new-password.ts";
import type { OperatorDeps } from "./operator-deps.ts";

export type OperatorChange =
  | { readonly kind: "changed"; readonly operator: OperatorRow }
  | { readonly kind: "operator_unknown" }
  | { readonly kind: "role_unknown"; readonly roleId: string }
  /** Nobody would be left who can manage operators. */
  | { readonly kind: "last_manager" };

/** Of what an operator is let do. @param roleIds in any order */
export function operatorVersion({ id, state }: OperatorRow, roleIds: readonly string[]): string {
  return versionOf({ id, state, roleIds: roleIds.toSorted() });
}

/** Gives an operator these roles and no others; holds from the next call on. @throws ChangedMeanwhile */
export async function setOperatorRoles(
  deps: OperatorDeps,
  { id, roleIds, ...seen }: { readonly id: string; readonly roleIds: readonly string[] } & SeenVersion,
): Promise<OperatorChange> {
  return changing(deps, id, async (transaction, operator) => {
    const given = (await findOperatorRoles(transaction, [id])).map(({ role }) => role.id);
    holdAgainst(seen, { subject: id, version: operatorVersion(operator, given) });
    const known = new Set((await lockRoles(transaction)).map((role) => role.id));
    const roleId = roleIds.find((one) => !known.has(one));
    if (roleId !== undefined) return { kind: "role_unknown", roleId };
    await replaceOperatorRoles(transaction, id, [...new Set(roleIds)]);
    return { kind: "changed", operator };
  });
}

/** Disabled: no sign-in any more, and every session ends. */
export async function disableOperator(deps: OperatorDeps, id: string): Promise<OperatorChange> {
  return changing(deps, id, async (transaction, operator) => {
    await deleteSessionsOf(transaction, id);
    return change(transaction, operator, { state: "disabled", updatedAt: deps.clock.now() });
  });
}

export async function enableOperator(deps: OperatorDeps, id: string): Promise<OperatorChange> {
  return changing(deps, id, (transaction, operator) =>
    change(transaction, operator, { state: "active", updatedAt: deps.clock.now() }),
  );
}

/** @returns with `changed` the new password, which has to be changed at the next sign-in */
export async function resetOperator(
  deps: OperatorDeps,
  id: string,
): Promise<OperatorChange & { readonly password: string }> {
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const changed = await changing(deps, id, async (transaction, operator) => {
    await deleteSessionsOf(transaction, id);
    return change(transaction, operator, {
      passwordHash,
      mustChangePassword: true,
      totpSecret: null,
      failedSignIns: 0,
      lockedUntil: null,
      updatedAt: deps.clock.now(),
    });
  });
  return { ...changed, password };
}

async function change(
  transaction: Connection,
  operator: OperatorRow,
  values: Partial<OperatorRow>,
): Promise<OperatorChange> {
  await updateOperator(transaction, operator.id, values);
  return { kind: "changed", operator: { ...operator, ...values } };
}

async function changing(
  deps: OperatorDeps,
  id: string,
  work: (transaction: Connection, operator: OperatorRow) => Promise<OperatorChange>,
): Promise<OperatorChange> {
  return keepAManager<OperatorChange>(deps, async (transaction) => {
    const operator = await lockOperator(transaction, id);
    return operator === null ? { kind: "operator_unknown" } : work(transaction, operator);
  });
}
