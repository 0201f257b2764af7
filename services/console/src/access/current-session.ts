import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { permissionsOf } from "@compose-pay/application";
import { movesMoney, type Permission } from "@compose-pay/contracts";
import {
  findOperatorRoles,
  findSession,
  type OperatorRow,
  type SessionRow,
  updateSession,
} from "@compose-pay/database";
import type { ConsoleDeps } from "../console-deps.ts";
import { readSessionCookie } from "./session-cookie.ts";

/** Who calls, and what they may. */
export interface CurrentSession {
  readonly session: SessionRow;
  readonly operator: OperatorRow;
  readonly permissions: readonly Permission[];
}

/** How exactly it is known when a session was used last. */
const seenEveryMs = 60_000;

/**
 * The session whose token the browser holds, unless it is over: idle for too long, too old, revoked, or of an operator
 * who is disabled. Rights are read with each call, so that what is taken from somebody is gone at once.
 *
 * @param isWatching an open page alone keeps no session alive
 */
export async function findCurrentSession(
  deps: Pick<ConsoleDeps, "database" | "clock" | "settings">,
  request: IncomingMessage,
  { isWatching }: { readonly isWatching: boolean },
): Promise<CurrentSession | null> {
  const token = readSessionCookie(request);
  return token === null ? null : findSessionOfToken(deps, tokenSha256(token), { isWatching });
}

/**
 * The same for who was let in before, such as a page that listens.
 *
 * @param sha256 of the token, as the session has it
 */
export async function findSessionOfToken(
  deps: Pick<ConsoleDeps, "database" | "clock" | "settings">,
  sha256: string,
  { isWatching }: { readonly isWatching: boolean },
): Promise<CurrentSession | null> {
  const { connection } = deps.database;
  const found = await findSession(connection, sha256);
  if (found === null) return null;
  const { session, operator } = found;
  const now = deps.clock.now();
  const idleMs = now.getTime() - session.seenAt.getTime();
  if (now >= session.expiresAt || idleMs >= deps.settings.SESSION_IDLE_MS || operator.state !== "active")
    return null;
  if (!isWatching && idleMs >= seenEveryMs) await updateSession(connection, session.id, { seenAt: now });
  const roles = await findOperatorRoles(connection, [operator.id]);
  return { session, operator, permissions: permissionsOf(roles.map(({ role }) => role)) };
}

/** When a session must have been used for it not to be idle, and over, now. */
export function idleBounds({ clock, settings }: Pick<ConsoleDeps, "clock" | "settings">): {
  readonly now: Date;
  readonly seenAfter: Date;
} {
  const now = clock.now();
  return { now, seenAfter: new Date(now.getTime() - settings.SESSION_IDLE_MS) };
}

/** What has to be done before anything else. */
export function setUpOf({ operator, permissions }: CurrentSession): "password" | "second_factor" | null {
  if (operator.mustChangePassword) return "password";
  return movesMoney(permissions) && operator.totpSecret === null ? "second_factor" : null;
}

export function tokenSha256(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
