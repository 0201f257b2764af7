import type { SessionState } from "@compose-pay/contracts";
import { type CurrentSession, setUpOf } from "../access/current-session.ts";
import { steppedUpUntil } from "../access/step-up.ts";

/** What the page is told of who is signed in. */
export function sessionState(current: CurrentSession, now: Date): SessionState {
  const { session, operator, permissions } = current;
  return {
    operator: {
      id: operator.id,
      email: operator.email,
      name: operator.name,
      time_zone: operator.timeZone,
      permissions,
    },
    csrf_token: session.csrfToken,
    set_up: setUpOf(current),
    has_second_factor: operator.totpSecret !== null,
    stepped_up_until: steppedUpUntil(current, now)?.toISOString() ?? null,
    expires_at: session.expiresAt.toISOString(),
  };
}
