import type { Payer } from "@compose-pay/contracts";
import type { AttemptRow } from "@compose-pay/database";
import { sha256Of } from "./sha256-of.ts";

/**
 * What an attempt keeps of its payer once its order was sent. A payment code is used once and then left out;
 * its hash tells a repeated request from another customer's code.
 */
export function payerAfterUse(payer: AttemptRow["payer"]): AttemptRow["payer"] {
  const code = payer?.["auth_code"];
  return code === undefined ? payer : { auth_code_sha256: sha256Of(code) };
}

/** What the payment itself keeps and shows of its payer; a payment code is for one attempt alone. */
export function payerToKeep(payer: Payer | null): Payer | null {
  return payer?.auth_code === undefined ? payer : null;
}

/** Whether an attempt was made for this payer, used or not. */
export function isSamePayer(kept: AttemptRow["payer"], given: Payer | null): boolean {
  return (
    canonicalText(payerAfterUse(kept)) === canonicalText(payerAfterUse(given === null ? null : { ...given }))
  );
}

/** A payer has exactly one member. */
function canonicalText(payer: AttemptRow["payer"]): string {
  return JSON.stringify(payer ?? {});
}
