/** What testers set at WeChat Pay beside the rules of refunds. It lives in memory. */
export type WechatKnobs = {
  /**
   * The host in a bill's download address: the sandbox's own, or WeChat Pay's for clients that know no
   * other (they send the request here by a rule of theirs).
   */
  billHost: (typeof billHosts)[number];
};

export const billHosts = ["sandbox", "official"] as const;

export function createWechatKnobs(): WechatKnobs {
  return { billHost: "sandbox" };
}
