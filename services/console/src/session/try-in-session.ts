import { verifyPassword } from "@compose-pay/application";
import {
  countSessionTry,
  deleteSession,
  inTransaction,
  type OperatorRow,
  takeBackSessionTry,
} from "@compose-pay/database";
import type { CurrentSession } from "../access/current-session.ts";
import type { ConsoleDeps } from "../console-deps.ts";

/** Wrong passwords and codes together that end a session. */
const mostWrong = 10;

/**
 * Tries what only the operator knows, of somebody who is signed in. The tries are counted in the session, before anything
 * is looked at, so that nobody else can use them up; too many wrong ones end it.
 */
export async function tryInSession(
  { database }: Pick<ConsoleDeps, "database">,
  { session, operator }: CurrentSession,
  isRight: (operator: OperatorRow) => Promise<boolean>,
): Promise<boolean> {
  const { connection } = database;
  const tries = await inTransaction(database, (transaction) => countSessionTry(transaction, session.id));
  if (tries === null) return false;
  if (tries > mostWrong) {
    await deleteSession(connection, { id: session.id, operatorId: operator.id });
    return false;
  }
  let right = false;
  try {
    right = await isRight(operator);
  } catch (error) {
    await takeBackSessionTry(connection, session.id);
    throw error;
  }
  if (right) await takeBackSessionTry(connection, session.id);
  return right;
}

export function tryPasswordInSession(
  deps: Pick<ConsoleDeps, "database">,
  current: CurrentSession,
  password: string,
): Promise<boolean> {
  return tryInSession(deps, current, (operator) => verifyPassword(password, operator.passwordHash));
}
