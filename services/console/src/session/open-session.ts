import { randomBytes } from "node:crypto";
import { permissionsOf } from "@compose-pay/application";
import {
  deleteExpiredSessions,
  findOperatorRoles,
  inTransaction,
  insertSession,
  type OperatorRow,
  type SessionRow,
} from "@compose-pay/database";
import type { CallOrigin } from "../api/handler.ts";
import { type CurrentSession, tokenSha256 } from "../access/current-session.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { lockUnchanged } from "./lock-unchanged.ts";

const tokenBytes = 32;
/** Sessions that are over and go with a new one: more than come. */
const mostSwept = 100;

/**
 * Opens a session for an operator whose password and second factor were right.
 *
 * @param operator as it was tried
 * @returns the token, which is in this answer and stored nowhere; null when the operator was changed meanwhile
 */
export async function openSession(
  deps: Pick<ConsoleDeps, "database" | "clock" | "newId" | "settings">,
  operator: OperatorRow,
  origin: CallOrigin,
): Promise<(CurrentSession & { readonly token: string }) | null> {
  const { connection } = deps.database;
  const now = deps.clock.now();
  const token = randomBytes(tokenBytes).toString("base64url");
  const session: SessionRow = {
    id: deps.newId("ses", now),
    tokenSha256: tokenSha256(token),
    operatorId: operator.id,
    csrfToken: randomBytes(tokenBytes).toString("base64url"),
    newTotpSecret: null,
    failedTries: 0,
    address: origin.address,
    userAgent: origin.userAgent,
    steppedUpAt: operator.totpSecret === null ? null : now,
    createdAt: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + deps.settings.SESSION_MOST_MS),
  };
  await deleteExpiredSessions(connection, { now, limit: mostSwept });
  const isOpened = await inTransaction(deps.database, async (transaction) => {
    const locked = await lockUnchanged(transaction, operator);
    if (locked !== null) await insertSession(transaction, session);
    return locked !== null;
  });
  if (!isOpened) return null;
  const roles = await findOperatorRoles(connection, [operator.id]);
  return { session, operator, permissions: permissionsOf(roles.map(({ role }) => role)), token };
}
