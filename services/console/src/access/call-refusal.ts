import type { ConsoleRoute } from "@compose-pay/contracts";
import { problem, type Refusal } from "@compose-pay/http";
import { type CurrentSession, setUpOf } from "./current-session.ts";
import { steppedUpUntil } from "./step-up.ts";

/**
 * Whether a route must not be called; what nobody was given is denied.
 *
 * @returns null when it may be
 */
export function callRefusal(
  { access, needsStepUp }: Pick<ConsoleRoute, "access" | "needsStepUp">,
  session: CurrentSession | null,
  now: Date,
): Refusal | null {
  if (access === "anyone") return null;
  if (session === null) return problem("not_signed_in", "sign in first");
  if (access === "signed_in") return null;
  const setUp = setUpOf(session);
  if (setUp === "password") return problem("set_up_required", "the password has to be changed first");
  if (setUp === "second_factor") return problem("set_up_required", "a second factor has to be set up first");
  if (!session.permissions.includes(access))
    return problem("not_permitted", `this needs the permission ${access}`);
  if (needsStepUp === true && steppedUpUntil(session, now) === null) {
    return session.operator.totpSecret === null
      ? problem("set_up_required", "a second factor has to be set up first")
      : problem("step_up_required", "give the second factor again");
  }
  return null;
}
