/** What makes WeChat Pay refuse refunds that would be right otherwise; a tester sets it. In memory. */
export type RefundRules = {
  /** The merchant's balance is empty: NOT_ENOUGH. */
  readonly isBalanceEmpty: boolean;
  /** How far apart two refunds of an order must be, by the sandbox's clock; WeChat Pay asks for 60 000. */
  readonly minIntervalMs: number;
  set(rules: {
    readonly isBalanceEmpty?: boolean | undefined;
    readonly minIntervalMs?: number | undefined;
  }): void;
};

export function createRefundRules(): RefundRules {
  let isBalanceEmpty = false;
  let minIntervalMs = 0;
  return {
    get isBalanceEmpty() {
      return isBalanceEmpty;
    },
    get minIntervalMs() {
      return minIntervalMs;
    },
    set(rules) {
      isBalanceEmpty = rules.isBalanceEmpty ?? isBalanceEmpty;
      minIntervalMs = rules.minIntervalMs ?? minIntervalMs;
    },
  };
}
