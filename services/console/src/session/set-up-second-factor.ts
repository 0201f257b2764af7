import {
  deleteOtherSessions,
  inTransaction,
  sealedIn,
  updateOperator,
  updateSession,
} from "@compose-pay/database";
import { steppedUpUntil } from "../access/step-up.ts";
import { done, type Handler, refused } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { lockUnchanged } from "./lock-unchanged.ts";
import { newSecondFactor, stepOfCode } from "./second-factor.ts";
import { sessionState } from "./session-state.ts";
import { tryPasswordInSession } from "./try-in-session.ts";

/** Makes a secret that waits in the session for its first code. Who has a second factor gives it before a new one. */
export function beginSecondFactorHandler(deps: ConsoleDeps): Handler<"session.begin_second_factor"> {
  return async ({ input, session: current }) => {
    const { operator, session } = current;
    if (operator.totpSecret !== null && steppedUpUntil(current, deps.clock.now()) === null)
      return refused("step_up_required", "give the second factor of now first");
    if (!(await tryPasswordInSession(deps, current, input.password)))
      return refused("sign_in_refused", "the password is wrong");
    const made = newSecondFactor(operator.email);
    const newTotpSecret = deps.secretBox.seal(made.secret, sealedIn("sessions.new_totp_secret", session.id));
    await updateSession(deps.database.connection, session.id, { newTotpSecret });
    return done(made, { subject: operator.id });
  };
}

/** The first right code makes the new secret the one that holds; all other sessions end. */
export function confirmSecondFactorHandler(deps: ConsoleDeps): Handler<"session.confirm_second_factor"> {
  return async ({ input, session: current }) => {
    const { operator, session } = current;
    if (session.newTotpSecret === null) return refused("conflict", "no second factor is being set up");
    const now = deps.clock.now();
    const secret = deps.secretBox.open(
      session.newTotpSecret,
      sealedIn("sessions.new_totp_secret", session.id),
    );
    const step = stepOfCode(secret, input.code, now);
    if (step === null) return refused("code_wrong", "the code is wrong; is the clock of the phone right?");
    const totpSecret = deps.secretBox.seal(secret, sealedIn("operators.totp_secret", operator.id));
    const changed = { totpSecret, totpStep: step, updatedAt: now };
    const kept = { ...session, newTotpSecret: null, steppedUpAt: now };
    const isKept = await inTransaction(deps.database, async (transaction) => {
      if ((await lockUnchanged(transaction, operator)) === null) return false;
      await updateOperator(transaction, operator.id, changed);
      await deleteOtherSessions(transaction, session);
      await updateSession(transaction, session.id, { newTotpSecret: null, steppedUpAt: now });
      return true;
    });
    if (!isKept) return refused("conflict", "the account was changed meanwhile; sign in again");
    const state = sessionState({ ...current, session: kept, operator: { ...operator, ...changed } }, now);
    return done(state, { subject: operator.id });
  };
}
