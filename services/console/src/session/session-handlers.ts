import type { sessionRoutes } from "@compose-pay/contracts";
import { deleteSession, listSessions, updateOperator, updateSession } from "@compose-pay/database";
import { idleBounds } from "../access/current-session.ts";
import { endedSessionCookie } from "../access/session-cookie.ts";
import { done, type Handler, type HandlersOf, noSuch, refused } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { changePasswordHandler } from "./change-password.ts";
import { takeCode } from "./second-factor.ts";
import { sessionState } from "./session-state.ts";
import { sessionView } from "./session-view.ts";
import { beginSecondFactorHandler, confirmSecondFactorHandler } from "./set-up-second-factor.ts";
import { signInHandler } from "./sign-in.ts";
import { tryInSession } from "./try-in-session.ts";

/** Signing in and out, and what operators do about themselves. */
export function sessionHandlers(deps: ConsoleDeps): HandlersOf<typeof sessionRoutes> {
  const { connection } = deps.database;
  return {
    "session.sign_in": signInHandler(deps),
    "session.show": async ({ session }) => done(sessionState(session, deps.clock.now())),
    "session.sign_out": async ({ session: { session, operator } }) => {
      await deleteSession(connection, { id: session.id, operatorId: operator.id });
      return done(null, { subject: operator.id }, { "Set-Cookie": endedSessionCookie });
    },
    "session.step_up": stepUpHandler(deps),
    "session.change_password": changePasswordHandler(deps),
    "session.begin_second_factor": beginSecondFactorHandler(deps),
    "session.confirm_second_factor": confirmSecondFactorHandler(deps),
    "session.change_time_zone": async ({ input, session: current }) => {
      const changed = { timeZone: input.time_zone, updatedAt: deps.clock.now() };
      const { operator } = current;
      await updateOperator(connection, operator.id, changed);
      const state = sessionState({ ...current, operator: { ...operator, ...changed } }, deps.clock.now());
      return done(state, { subject: operator.id, before: operator.timeZone, after: input.time_zone });
    },
    "session.list": async ({ input, session: { session, operator } }) => {
      const { limit, after } = input;
      const page = { operatorId: operator.id, ...idleBounds(deps), after, limit: limit + 1 };
      const rows = await listSessions(connection, page);
      return done(
        pageOf(rows, limit, {
          nextOf: (row) => row.id,
          show: (row) => ({ ...sessionView(row), is_this_one: row.id === session.id }),
        }),
      );
    },
    "session.revoke": async ({ input, session: { operator } }) => {
      const isDeleted = await deleteSession(connection, { id: input.id, operatorId: operator.id });
      return isDeleted ? done(null) : noSuch("session");
    },
  };
}

function stepUpHandler(deps: ConsoleDeps): Handler<"session.step_up"> {
  return async ({ input: { code }, session: current }) => {
    const { id, totpSecret } = current.operator;
    if (totpSecret === null) return refused("set_up_required", "a second factor has to be set up first");
    const now = deps.clock.now();
    const isRight = await tryInSession(deps, current, () =>
      takeCode(deps, { id, totpSecret }, { code, now }),
    );
    if (!isRight)
      return refused("code_wrong", "the code is wrong, or was used already: wait for the next one");
    await updateSession(deps.database.connection, current.session.id, { steppedUpAt: now });
    const session = { ...current.session, steppedUpAt: now };
    return done(sessionState({ ...current, session }, now), { subject: id });
  };
}
