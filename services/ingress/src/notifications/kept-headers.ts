import type { RawNotification } from "@compose-pay/channels";

/** What a signature covers and what support people ask for; everything else may be secret or endless. */
const kept = /^(?:wechatpay-[a-z-]+|content-type|user-agent|request-id)$/;

/** The headers of a notification that are stored with it: enough to verify it again. */
export function keptHeaders(headers: RawNotification["headers"]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => kept.test(name)));
}
