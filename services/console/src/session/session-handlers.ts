import { hashPassword } from "@compose-pay/application";
import type { sessionRoutes } from "@compose-pay/contracts";
import {
  deleteSession,
  deleteSessionsOf,
  inTransaction,
  insertSession,
  listSessions,
  updateOperator,
  updateSession,
} from "@compose-pay/database";
import { idleBounds } from "../access/current-session.ts";
import { endedSessionCookie } from "../access/session-cookie.ts";
import { done, type Handler, type HandlersOf, noSuch, refused, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { takeCode } from "./second-factor.ts";
import { beginSecondFactorHandler, confirmSecondFactorHandler } from "./set-up-second-factor.ts";
import { sessionState } from "./session-state.ts";
import { signInHandler } from "./sign-in.ts";
import { tryCounted, tryPassword } from "./try-counted.ts";

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
          show: (row) => ({
            id: row.id,
            address: row.address,
            user_agent: row.userAgent,
            created_at: row.createdAt.toISOString(),
            seen_at: row.seenAt.toISOString(),
            is_this_one: row.id === session.id,
          }),
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
  return async ({ input, session: current }) => {
    const { operator, session } = current;
    const { totpSecret } = operator;
    if (totpSecret === null) return refused("set_up_required", "a second factor has to be set up first");
    const now = deps.clock.now();
    const tried = await tryCounted(deps, operator.id, () =>
      takeCode(deps, { id: operator.id, totpSecret }, { code: input.code, now }),
    );
    if (tried.kind !== "right")
      return refused("code_wrong", "the code is wrong, or was used already: wait for the next one");
    await tried.succeed();
    await updateSession(deps.database.connection, session.id, { steppedUpAt: now });
    return done(sessionState({ ...current, session: { ...session, steppedUpAt: now } }, now), {
      subject: operator.id,
    });
  };
}

/** All other sessions end. */
function changePasswordHandler(deps: ConsoleDeps): Handler<"session.change_password"> {
  return async ({ input, session: current }) => {
    const { operator, session } = current;
    const name = operator.email.split("@")[0] ?? "";
    if (name.length >= 4 && input.new_password.toLowerCase().includes(name))
      return refusedInput("new_password", "must not hold the e-mail address");
    if (input.new_password === input.password)
      return refusedInput("new_password", "must differ from the password of now");
    const tried = await tryPassword(deps, operator.id, input.password);
    if (tried.kind !== "right")
      return refused("sign_in_refused", "the password is wrong, or was tried too often");
    await tried.succeed();
    const now = deps.clock.now();
    const passwordHash = await hashPassword(input.new_password);
    const changed = { passwordHash, mustChangePassword: false, updatedAt: now };
    await inTransaction(deps.database, async (transaction) => {
      await updateOperator(transaction, operator.id, changed);
      await deleteSessionsOf(transaction, operator.id);
      await insertSession(transaction, session);
    });
    const state = sessionState({ ...current, operator: { ...operator, ...changed } }, now);
    return done(state, { subject: operator.id });
  };
}
