import type { ChannelName } from "../core/channel-name.ts";

/**
 * Ways to damage a bill as it is given out. What a bill says of itself (WeChat Pay's `hash_value`) fits the
 * damaged bytes, but for `wrong_hash`.
 */
export const billSpoils = [
  /** It ends in the middle of its last line. */
  "truncated",
  "no_bom",
  /** Lines end with LF alone. */
  "lf",
  /** The sums at the end are one fen too high. */
  "wrong_sum",
  /** A byte in the first line that is no text. */
  "bad_gbk",
  /** One column more than there should be. */
  "unknown_column",
  /** Nothing at all, not even a header. */
  "empty",
  "wrong_hash",
  /** A ZIP of some megabytes that unpacks to 1 GiB. */
  "zip_bomb",
  /** The names in the ZIP lead out of the folder. */
  "zip_path",
  /** The ZIP is cut in half. */
  "zip_truncated",
] as const;

export type BillSpoil = (typeof billSpoils)[number];

const zipSpoils: readonly BillSpoil[] = ["zip_bomb", "zip_path", "zip_truncated"];
const wechatSpoils: readonly BillSpoil[] = ["no_bom", "wrong_hash"];

/** Whether the channel's bills have what would be damaged. */
export function canSpoil(channel: ChannelName, kind: BillSpoil): boolean {
  return !(channel === "wechat" ? zipSpoils : wechatSpoils).includes(kind);
}
