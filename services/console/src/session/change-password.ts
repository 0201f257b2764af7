import { hashPassword } from "@compose-pay/application";
import { deleteOtherSessions, inTransaction, updateOperator } from "@compose-pay/database";
import { done, type Handler, refused, refusedInput } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { lockUnchanged } from "./lock-unchanged.ts";
import { sessionState } from "./session-state.ts";
import { tryPasswordInSession } from "./try-in-session.ts";

/** All other sessions end. */
export function changePasswordHandler(deps: ConsoleDeps): Handler<"session.change_password"> {
  return async ({ input, session: current }) => {
    const { operator, session } = current;
    const name = operator.email.split("@")[0] ?? "";
    if (name.length >= 4 && input.new_password.toLowerCase().includes(name))
      return refusedInput("new_password", "must not hold the e-mail address");
    if (input.new_password === input.password)
      return refusedInput("new_password", "must differ from the password of now");
    if (!(await tryPasswordInSession(deps, current, input.password)))
      return refused("sign_in_refused", "the password is wrong");
    const passwordHash = await hashPassword(input.new_password);
    const now = deps.clock.now();
    const changed = { passwordHash, mustChangePassword: false, updatedAt: now };
    const isChanged = await inTransaction(deps.database, async (transaction) => {
      if ((await lockUnchanged(transaction, operator)) === null) return false;
      await updateOperator(transaction, operator.id, changed);
      await deleteOtherSessions(transaction, session);
      return true;
    });
    if (!isChanged) return refused("conflict", "the account was changed meanwhile; sign in again");
    const state = sessionState({ ...current, operator: { ...operator, ...changed } }, now);
    return done(state, { subject: operator.id });
  };
}
