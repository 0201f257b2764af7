import { verifyPassword } from "@compose-pay/application";
import {
  type Connection,
  type Database,
  inTransaction,
  lockOperator,
  type OperatorRow,
  type SignInOutcome,
  updateOperator,
} from "@compose-pay/database";
import type { ConsoleDeps } from "../console-deps.ts";
import { type Failures, isLocked, withFailure, withoutFailure } from "./lock-out.ts";
import { takeCode } from "./second-factor.ts";

export interface Credentials {
  readonly password: string;
  readonly code: string | undefined;
}

/** `operator` is the row whose password and second factor were right; null with every other outcome. */
export interface SignInTry {
  readonly outcome: SignInOutcome;
  readonly operator: OperatorRow | null;
}

type TryDeps = Pick<ConsoleDeps, "database" | "clock" | "secretBox">;

/**
 * Tries a sign-in. The failure is counted before anything is looked at, so that a thousand tries at one time are a
 * thousand failures; one that was never looked at, or lacks nothing but the code, is taken back.
 */
export async function trySignIn(
  deps: TryDeps,
  operatorId: string | null,
  credentials: Credentials,
): Promise<SignInTry> {
  const counted = operatorId === null ? null : await countFailure(deps, operatorId);
  if (counted === null) {
    // As long as for an operator that there is.
    await verifyPassword(credentials.password, null);
    return { outcome: operatorId === null ? "email_unknown" : "locked", operator: null };
  }
  const { operator, failures } = counted;
  let outcome: SignInOutcome;
  try {
    outcome = await outcomeOf(deps, operator, credentials);
  } catch (error) {
    await takeBack(deps.database, operator.id, failures);
    throw error;
  }
  if (outcome === "code_missing") await takeBack(deps.database, operator.id, failures);
  if (outcome !== "signed_in") return { outcome, operator: null };
  await updateOperator(deps.database.connection, operator.id, { failedSignIns: 0, lockedUntil: null });
  return { outcome, operator };
}

async function outcomeOf(
  deps: TryDeps,
  operator: OperatorRow,
  { password, code }: Credentials,
): Promise<SignInOutcome> {
  if (!(await verifyPassword(password, operator.passwordHash))) return "password_wrong";
  if (operator.state === "disabled") return "disabled";
  const { id, totpSecret } = operator;
  if (totpSecret === null) return "signed_in";
  if (code === undefined) return "code_missing";
  const isTaken = await takeCode(deps, { id, totpSecret }, { code, now: deps.clock.now() });
  return isTaken ? "signed_in" : "code_wrong";
}

/** @returns null when nothing may be looked at now */
async function countFailure(
  { database, clock }: TryDeps,
  operatorId: string,
): Promise<{ readonly operator: OperatorRow; readonly failures: Failures } | null> {
  return inTransaction(database, async (transaction) => {
    const operator = await lockOperator(transaction, operatorId);
    const now = clock.now();
    if (operator === null || isLocked(operator, now)) return null;
    const failures = withFailure(operator, now);
    await put(transaction, operatorId, failures);
    return { operator, failures };
  });
}

async function takeBack(database: Database, operatorId: string, counted: Failures): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const operator = await lockOperator(transaction, operatorId);
    if (operator !== null) await put(transaction, operatorId, withoutFailure(operator, counted));
  });
}

async function put(transaction: Connection, id: string, failures: Failures): Promise<void> {
  const { failedSignIns, lockedUntil } = failures;
  await updateOperator(transaction, id, { failedSignIns, lockedUntil });
}
