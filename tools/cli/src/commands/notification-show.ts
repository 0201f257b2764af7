import { findChannelNotification } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { notificationDocument } from "../documents/notification-document.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const notificationShow = defineCommand({
  words: "notification show",
  summary: "show a notification as it was posted, with what became of it",
  parameters: {
    id: { usage: "<id>", help: "the notification's id", schema: idOf("a notification", "ntf") },
  },
  run: async (context, { id }) =>
    withDatabase(context, async ({ connection }) => {
      const row = await findChannelNotification(connection, id);
      if (row === null) return unknownId("notification", id);
      // What stands in it is as the channel sent it: WeChat Pay's is sealed, Alipay's is a form.
      const document = {
        ...notificationDocument(row),
        headers: row.headers,
        body: row.body.toString("utf8"),
      };
      return done(document, renderFields(document));
    }),
});
