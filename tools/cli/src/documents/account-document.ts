import { notificationPath } from "@compose-pay/application";
import type { ChannelAccount } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function accountDocument(account: ChannelAccount): JsonDocument {
  return {
    object: "channel_account",
    id: account.id,
    channel: account.channel,
    name: account.name,
    live: account.live,
    enabled: account.enabled,
    base_url: account.baseUrl === "" ? null : account.baseUrl,
    // mock posts no notifications
    notification_path: account.channel === "mock" ? null : notificationPath(account),
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
  };
}
