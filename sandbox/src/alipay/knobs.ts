export const refundNotices = ["none", "full", "all"] as const;

/** What testers set at Alipay. It lives in memory: a restart puts everything back. */
export type AlipayKnobs = {
  /**
   * Which ended refunds are told: usually none; `full` = TRADE_CLOSED once all the money is back; `all` =
   * TRADE_SUCCESS after a part of it as well.
   */
  refundNotices: (typeof refundNotices)[number];
  /** What sellers have left to refund from, in fen; null = enough for everything. */
  sellerBalance: number | null;
};

export function createAlipayKnobs(): AlipayKnobs {
  return { refundNotices: "none", sellerBalance: null };
}
