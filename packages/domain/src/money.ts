/** An amount of money: an integer in the minor unit of its currency (fen). */
export interface Money {
  readonly amount: number;
  readonly currency: Currency;
}

export const currencies = ["CNY"] as const;
export type Currency = (typeof currencies)[number];

/** The largest amount one payment can have, in fen: Alipay's own limit of 100 000 000.00 yuan. */
export const largestAmount = 10_000_000_000;

export function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= largestAmount;
}

export function equalMoney(left: Money, right: Money): boolean {
  return left.amount === right.amount && left.currency === right.currency;
}
