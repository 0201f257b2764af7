import type { ChannelName } from "@compose-pay/domain";

/** Where a channel posts the notifications of an account, at ingress. */
export function notificationPath(account: { readonly channel: ChannelName; readonly id: string }): string {
  return `/channels/${account.channel}/${account.id}/notify`;
}
