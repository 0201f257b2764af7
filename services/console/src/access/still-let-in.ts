import { type ConsoleRouteName, consoleRouteOf } from "@compose-pay/contracts";
import type { ConsoleDeps } from "../console-deps.ts";
import { callRefusal } from "./call-refusal.ts";
import { type CurrentSession, findSessionOfToken } from "./current-session.ts";

/**
 * Whether somebody may still call what they were let into. An answer may go on for hours: a session that has ended or has
 * lost its right ends it, and so does one that cannot be looked at.
 */
export async function isStillLetIn(
  deps: Pick<ConsoleDeps, "database" | "clock" | "settings" | "logger">,
  { session }: CurrentSession,
  name: ConsoleRouteName,
): Promise<boolean> {
  try {
    const current = await findSessionOfToken(deps, session.tokenSha256, { isWatching: true });
    return callRefusal(consoleRouteOf(name), current, deps.clock.now()) === null;
  } catch (error) {
    deps.logger.warn({ error }, "a session that listens could not be looked at");
    return false;
  }
}
