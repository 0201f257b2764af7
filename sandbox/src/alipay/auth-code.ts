import type { BusinessFailure } from "./node.ts";

/** What the customer behind a payment code does, and whether the shop's till hears of it. */
export type CodeOutcome =
  | { readonly kind: "declined"; readonly subCode: BusinessFailure }
  /** 20000, and nothing was begun. */
  | { readonly kind: "lost" }
  | { readonly kind: "begun"; readonly pays: "by_sum" | "at_once" | "later"; readonly isAnswered: boolean };

const endings: ReadonlyMap<string, CodeOutcome> = new Map<string, CodeOutcome>([
  ["9001", { kind: "declined", subCode: "PAYMENT_AUTH_CODE_INVALID" }],
  ["9002", { kind: "declined", subCode: "BUYER_BALANCE_NOT_ENOUGH" }],
  ["9003", { kind: "begun", pays: "later", isAnswered: true }],
  ["9004", { kind: "begun", pays: "at_once", isAnswered: false }],
  ["9005", { kind: "begun", pays: "later", isAnswered: false }],
  ["9006", { kind: "lost" }],
]);

/** The last four digits decide; most codes pay by the sum. The README lists them for testers. */
export function outcomeOf(authCode: string): CodeOutcome {
  return endings.get(authCode.slice(-4)) ?? { kind: "begun", pays: "by_sum", isAnswered: true };
}
