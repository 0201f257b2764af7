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
    // The second factor was given when it began.
    const { access } = consoleRouteOf(name);
    return callRefusal({ access }, current, deps.clock.now()) === null;
  } catch (error) {
    deps.logger.warn({ error }, "the session of a long answer could not be looked at");
    return false;
  }
}
