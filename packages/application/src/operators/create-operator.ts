import {
  inTransaction,
  insertOperator,
  isDuplicate,
  lockRoles,
  type OperatorRow,
  replaceOperatorRoles,
} from "@compose-pay/database";
import { hashPassword } from "./hash-password.ts";
import { newPassword } from "./new-password.ts";
import type { OperatorDeps } from "./operator-deps.ts";

export interface NewOperator {
  readonly email: string;
  readonly name: string;
  readonly roleIds: readonly string[];
  /** An IANA name. */
  readonly timeZone: string;
  /** False for a demo, whose password is in a file of its own. */
  readonly mustChangePassword: boolean;
}

export type OperatorCreation =
  | {
      readonly kind: "created";
      readonly operator: OperatorRow;
      /** Readable in this answer and nowhere afterwards. */
      readonly password: string;
    }
  | { readonly kind: "email_taken" }
  | { readonly kind: "role_unknown"; readonly roleId: string };

/** Creates an operator with a password that chance has made. */
export async function createOperator(deps: OperatorDeps, input: NewOperator): Promise<OperatorCreation> {
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  const at = deps.clock.now();
  const operator: OperatorRow = {
    id: deps.newId("opr", at),
    email: input.email.toLowerCase(),
    name: input.name,
    state: "active",
    passwordHash,
    mustChangePassword: input.mustChangePassword,
    totpSecret: null,
    totpStep: 0,
    timeZone: input.timeZone,
    failedSignIns: 0,
    lockedUntil: null,
    createdAt: at,
    updatedAt: at,
  };
  try {
    return await inTransaction(deps.database, async (transaction) => {
      const known = new Set((await lockRoles(transaction)).map((role) => role.id));
      const roleId = input.roleIds.find((id) => !known.has(id));
      if (roleId !== undefined) return { kind: "role_unknown", roleId };
      await insertOperator(transaction, operator);
      await replaceOperatorRoles(transaction, operator.id, [...new Set(input.roleIds)]);
      return { kind: "created", operator, password };
    });
  } catch (error) {
    if (isDuplicate(error)) return { kind: "email_taken" };
    throw error;
  }
}
