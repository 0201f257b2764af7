import { processAgain } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { withDatabase } from "../settings/with-database.ts";

export const notificationProcess = defineCommand({
  words: "notification process",
  summary: "have a worker verify and process a notification again, a refused one too, with the keys of today",
  parameters: {
    id: { usage: "<id>", help: "the notification's id", schema: idOf("a notification", "ntf") },
  },
  run: async (context, { id }) => {
    const before = await withDatabase(context, (database) =>
      processAgain({ database, clock: context.clock }, id),
    );
    if (before === null) return unknownId("notification", id);
    const document = { object: "channel_notification_process", id, verdict_before: before.verdict };
    return done(document, `${id}, which was ${before.verdict}, goes to a worker within seconds`);
  },
});
