const dayMs = 24 * 60 * 60 * 1000;

/** The products whose signed request a merchant hands to a customer, who opens it when it suits. */
const openedLater: readonly string[] = [
  "alipay.trade.page.pay",
  "alipay.trade.wap.pay",
  "alipay.trade.app.pay",
];

/** How old a signed request may be: 15 days, the longest life of an order, when a person opens it. */
export function maxAgeMs(method: string): number | undefined {
  return openedLater.includes(method) ? 15 * dayMs : undefined;
}
