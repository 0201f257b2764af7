import { verifyPassword } from "@compose-pay/application";
import {
  countFailedAttempts,
  findOperatorByEmail,
  insertLoginAttempt,
  type OperatorRow,
  type SignInOutcome,
} from "@compose-pay/database";
import { retryAfter } from "@compose-pay/http";
import { sessionCookie } from "../access/session-cookie.ts";
import { type ConsoleCall, done, type Handler, refused, type Refused } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { openSession } from "./open-session.ts";
import { takeCode } from "./second-factor.ts";
import { sessionState } from "./session-state.ts";
import { tryPassword } from "./try-counted.ts";

const addressWindowMs = 600_000;

/**
 * Signs in with e-mail, password and, where the operator has a second factor, a code. What is wrong of them is told to
 * nobody; an operator who is locked is answered like one who does not exist.
 */
export function signInHandler(deps: ConsoleDeps): Handler<"session.sign_in"> {
  return async (call) => {
    const { email } = call.input;
    if (await isAddressLimited(deps, call)) return tooMany(addressWindowMs);
    const operator = await findOperatorByEmail(deps.database.connection, email.toLowerCase());
    const tried = await trySignIn(deps, call, operator);
    await record(deps, call, { operator, outcome: tried });
    switch (tried) {
      case "signed_in":
        break;
      case "code_missing":
        return refused("code_required", "give the code of the second factor");
      case "email_unknown":
      case "password_wrong":
      case "code_wrong":
      case "locked":
      case "disabled":
      case "address_limited":
        return refused(
          "sign_in_refused",
          "wrong, or tried too often: after some failures the next try has to wait",
        );
    }
    if (operator === null) throw new Error("nobody is no operator");
    const isSteppedUp = operator.totpSecret !== null;
    const { token, ...current } = await openSession(deps, operator, { origin: call.origin, isSteppedUp });
    const cookie = sessionCookie(token, deps.settings.SESSION_MOST_MS);
    const audit = { subject: operator.id, operator };
    return done(sessionState(current, deps.clock.now()), audit, { "Set-Cookie": cookie });
  };
}

type SignInCall = ConsoleCall<"session.sign_in">;

async function trySignIn(
  deps: ConsoleDeps,
  { input: { password, code } }: SignInCall,
  operator: OperatorRow | null,
): Promise<SignInOutcome> {
  if (operator === null) {
    await verifyPassword(password, null);
    return "email_unknown";
  }
  const tried = await tryPassword(deps, operator.id, password);
  if (tried.kind === "locked") {
    await verifyPassword(password, null);
    return "locked";
  }
  if (tried.kind === "wrong") return "password_wrong";
  if (tried.operator.state === "disabled") return "disabled";
  const { totpSecret } = tried.operator;
  if (totpSecret !== null) {
    if (code === undefined) {
      await tried.takeBack();
      return "code_missing";
    }
    const given = { code, now: deps.clock.now() };
    if (!(await takeCode(deps, { id: operator.id, totpSecret }, given))) return "code_wrong";
  }
  await tried.succeed();
  return "signed_in";
}

async function isAddressLimited(deps: ConsoleDeps, { origin: { address } }: SignInCall): Promise<boolean> {
  const since = new Date(deps.clock.now().getTime() - addressWindowMs);
  const failed = await countFailedAttempts(deps.database.connection, { address, since });
  return failed >= deps.settings.SIGN_INS_PER_ADDRESS;
}

function tooMany(waitMs: number): Refused {
  const refusal = refused("rate_limited", "too many sign-ins have failed from this address");
  return { ...refusal, headers: retryAfter(waitMs / 1_000) };
}

async function record(
  deps: ConsoleDeps,
  { input, origin }: SignInCall,
  { operator, outcome }: { readonly operator: OperatorRow | null; readonly outcome: SignInOutcome },
): Promise<void> {
  const at = deps.clock.now();
  await insertLoginAttempt(deps.database.connection, {
    id: deps.newId("log", at),
    email: input.email.toLowerCase(),
    operatorId: operator?.id ?? null,
    outcome,
    address: origin.address,
    userAgent: origin.userAgent,
    at,
  });
}
