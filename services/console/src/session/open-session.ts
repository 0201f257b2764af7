import { randomBytes } from "node:crypto";
import { permissionsOf } from "@compose-pay/application";
import {
  deleteExpiredSessions,
  findOperatorRoles,
  insertSession,
  type OperatorRow,
  type SessionRow,
} from "@compose-pay/database";
import type { CallOrigin } from "../api/handler.ts";
import { type CurrentSession, tokenSha256 } from "../access/current-session.ts";
import type { ConsoleDeps } from "../console-deps.ts";

const tokenBytes = 32;
/** Sessions that are over and go with a new one: more than come. */
const mostSwept = 100;

/** @returns the token, which is in this answer and stored nowhere */
export async function openSession(
  deps: Pick<ConsoleDeps, "database" | "clock" | "newId" | "settings">,
  operator: OperatorRow,
  { origin, isSteppedUp }: { readonly origin: CallOrigin; readonly isSteppedUp: boolean },
): Promise<CurrentSession & { readonly token: string }> {
  const { connection } = deps.database;
  const now = deps.clock.now();
  const token = randomBytes(tokenBytes).toString("base64url");
  const session: SessionRow = {
    id: deps.newId("ses", now),
    tokenSha256: tokenSha256(token),
    operatorId: operator.id,
    csrfToken: randomBytes(tokenBytes).toString("base64url"),
    newTotpSecret: null,
    address: origin.address,
    userAgent: origin.userAgent,
    steppedUpAt: isSteppedUp ? now : null,
    createdAt: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + deps.settings.SESSION_MOST_MS),
  };
  await deleteExpiredSessions(connection, { now, limit: mostSwept });
  await insertSession(connection, session);
  const roles = await findOperatorRoles(connection, [operator.id]);
  return { session, operator, permissions: permissionsOf(roles.map(({ role }) => role)), token };
}
