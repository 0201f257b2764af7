import type { OperatorRow } from "@compose-pay/database";
import { setUpAt } from "./set-up-fixture.ts";

/** Somebody of this id who cannot sign in. */
export function operatorRow(id: string): OperatorRow {
  const known = { id, email: `${id}@example.com`, name: id, timeZone: "Asia/Shanghai" };
  const signIn = { passwordHash: "", mustChangePassword: false, totpSecret: null, totpStep: 0 };
  const failures = { failedSignIns: 0, lockedUntil: null };
  return { ...known, ...signIn, ...failures, state: "active", createdAt: setUpAt, updatedAt: setUpAt };
}
