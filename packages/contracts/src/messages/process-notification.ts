import { z } from "zod";
import { defineMessage } from "./message-contract.ts";

/** Process a stored channel notification. Owner: channel-worker. */
export const processNotification = defineMessage(
  "channel.notification",
  1,
  z.object({ channel_notification_id: z.string() }),
);
