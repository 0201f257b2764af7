import type { Counter, Metrics } from "@compose-pay/runtime";

/** `received` is new, `resent` was here before; `unavailable` could not be kept and is sent again. */
export type ReceivedAs = "received" | "resent" | "ignored" | "refused" | "unknown_account" | "unavailable";

export function notificationCounter(metrics: Metrics): Counter<"channel" | "verdict" | "reason"> {
  return metrics.counter({
    name: "compose_pay_channel_notifications_total",
    help: "Notifications that channels posted, or somebody who claims to be one.",
    labels: ["channel", "verdict", "reason"],
  });
}
