import type { WechatAccount } from "./account.ts";
import type { SigningKey, WechatPlatform } from "./platform.ts";
import { provingKey } from "./proving-key.ts";

/**
 * Which key signs a notification. During the switch-over from certificates to the public key WeChat
 * Pay signs a growing share with the latter (0.1 % … 100 %) and may go back, so a merchant must take both.
 */
export type NotificationSigning = {
  /** From 0 (always the platform certificate) to 1 (always the public key). */
  readonly publicKeyRatio: number;
  setPublicKeyRatio(ratio: number): void;
  /** For a merchant who knows both kinds; any other gets the kind it knows. `nowMs` is real time. */
  draw(account: WechatAccount, nowMs: number): SigningKey;
};

/** `random` gives numbers in [0, 1). */
export function createNotificationSigning(
  platform: WechatPlatform,
  publicKeyRatio: number,
  random: () => number,
): NotificationSigning {
  let ratio = publicKeyRatio;
  return {
    get publicKeyRatio() {
      return ratio;
    },
    setPublicKeyRatio(next) {
      ratio = next;
    },
    draw(account, nowMs) {
      const requested = random() < ratio ? platform.publicKey.serial : undefined;
      return provingKey(platform, account, { requested, nowMs });
    },
  };
}
