import {
  countFailedAttempts,
  findOperatorByEmail,
  insertLoginAttempt,
  type OperatorRow,
  type SignInOutcome,
} from "@compose-pay/database";
import { networkOf, retryAfter } from "@compose-pay/http";
import { sessionCookie } from "../access/session-cookie.ts";
import { type ConsoleCall, done, type Handler, refused, type Refused } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { openSession } from "./open-session.ts";
import { sessionState } from "./session-state.ts";
import { trySignIn } from "./try-sign-in.ts";

const windowMs = 600_000;

/**
 * Signs in with e-mail, password and, where the operator has a second factor, a code. What is wrong of them is told to
 * nobody; an operator who is locked is answered like one who does not exist.
 */
export function signInHandler(deps: ConsoleDeps): Handler<"session.sign_in"> {
  return async (call) => {
    const { input, origin } = call;
    if (await isLimited(deps, origin.address)) return tooMany();
    const found = await findOperatorByEmail(deps.database.connection, input.email);
    const { outcome, operator } = await trySignIn(deps, found?.id ?? null, {
      password: input.password,
      code: input.code,
    });
    const current = operator === null ? null : await openSession(deps, operator, origin);
    await record(deps, call, { operator: found, outcome });
    if (outcome === "code_missing") return refused("code_required", "give the code of the second factor");
    if (operator === null || current === null) return refused("sign_in_refused", wrong);
    const { token, ...session } = current;
    const cookie = sessionCookie(token, deps.settings.SESSION_MOST_MS);
    const audit = { subject: operator.id, operator };
    return done(sessionState(session, deps.clock.now()), audit, { "Set-Cookie": cookie });
  };
}

const wrong = "wrong, or tried too often: after some failures the next try has to wait";

async function isLimited(deps: ConsoleDeps, address: string): Promise<boolean> {
  const since = new Date(deps.clock.now().getTime() - windowMs);
  const failed = await countFailedAttempts(deps.database.connection, { network: networkOf(address), since });
  return failed >= deps.settings.SIGN_INS_PER_ADDRESS;
}

function tooMany(): Refused {
  const refusal = refused("rate_limited", "too many sign-ins have failed from this address");
  return { ...refusal, headers: retryAfter(windowMs / 1_000) };
}

async function record(
  deps: ConsoleDeps,
  { input, origin }: ConsoleCall<"session.sign_in">,
  { operator, outcome }: { readonly operator: OperatorRow | null; readonly outcome: SignInOutcome },
): Promise<void> {
  const at = deps.clock.now();
  await insertLoginAttempt(deps.database.connection, {
    id: deps.newId("log", at),
    email: input.email,
    operatorId: operator?.id ?? null,
    outcome,
    address: origin.address,
    network: networkOf(origin.address),
    userAgent: origin.userAgent,
    at,
  });
}
