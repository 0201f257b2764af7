import type { ChannelName } from "@compose-pay/domain";
import { z } from "zod";
import { idOf, page, type Page } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";

/** What became of what a channel posted; `received` waits for its worker. */
export const notificationVerdicts = ["received", "applied", "unchanged", "refused", "ignored"] as const;
export type NotificationVerdictName = (typeof notificationVerdicts)[number];

export interface NotificationRow {
  readonly id: string;
  readonly account_id: string;
  readonly channel: ChannelName;
  readonly verdict: NotificationVerdictName;
  readonly reason: string | null;
  /** The channel's own id of it; null for what could not be verified. */
  readonly notification_id: string | null;
  readonly attempt_id: string | null;
  readonly refund_id: string | null;
  /** How often the channel has posted it. */
  readonly times_received: number;
  readonly trace_id: string;
  readonly received_at: string;
  /** Null while it waits, to be processed again too. */
  readonly processed_at: string | null;
}

export interface NotificationView extends NotificationRow {
  /** Those that a signature covers or that support people ask for; no others are stored. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was posted, but for what would name the customer. */
  readonly body: string;
  /** Some of the body is hidden. */
  readonly is_masked: boolean;
}

const ofNotification = z.strictObject({ id: idOf("ntf") });

export const notificationRoutes = {
  "notifications.list": {
    kind: "read",
    access: "notifications.read",
    input: z.strictObject({
      ...page,
      verdict: z.enum(notificationVerdicts, `must be one of ${notificationVerdicts.join(", ")}`).optional(),
      account_id: idOf("acc").optional(),
      /** About this payment, its attempts and refunds. */
      payment_id: idOf("pay").optional(),
    }),
    answer: answerOf<Page<NotificationRow>>(),
  },
  "notifications.show": {
    kind: "read",
    access: "notifications.read",
    input: ofNotification,
    answer: answerOf<NotificationView>(),
  },
  /** Verifies and processes it again, a refused one too, with the keys of today. */
  "notifications.process": {
    kind: "act",
    access: "notifications.act",
    input: ofNotification,
    subject: "id",
    answer: answerOf<NotificationRow>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
