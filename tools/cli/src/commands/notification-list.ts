import { type Connection, findPaymentJournal, listNotifications } from "@compose-pay/database";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { notificationDocument } from "../documents/notification-document.ts";
import { unknownId } from "../outcomes.ts";
import { idOf, pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const verdicts = ["received", "applied", "unchanged", "refused", "ignored"] as const;
const columns = ["id", "received_at", "account_id", "verdict", "reason", "attempt_id", "times_received"];

export const notificationList = defineCommand({
  words: "notification list",
  summary: "list what channels posted, newest first",
  parameters: {
    verdict: {
      usage: "--verdict <verdict>",
      help: `one of ${verdicts.join(", ")}`,
      schema: z.enum(verdicts, `must be one of ${verdicts.join(", ")}`).optional(),
    },
    accountId: {
      usage: "--account <id>",
      help: "of this channel account",
      schema: idOf("a channel account", "acc").optional(),
    },
    paymentId: {
      usage: "--payment <id>",
      help: "about this payment, its attempts and refunds",
      schema: idOf("a payment", "pay").optional(),
    },
    ...pageParameters,
  },
  run: async (context, { verdict, accountId, paymentId, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      const about = paymentId === undefined ? {} : await numbersOf(connection, paymentId);
      if (about === null) return unknownId("payment", paymentId ?? "");
      const filter = { ...about, verdict, accountId, after: startingAfter, limit: limit + 1 };
      const found = await listNotifications(connection, filter);
      const page = pageOf(found, limit, { documentOf: notificationDocument, cursorOf: ({ id }) => id });
      return done(page, renderPage(page, columns));
    }),
});

async function numbersOf(connection: Connection, paymentId: string) {
  const journal = await findPaymentJournal(connection, paymentId);
  if (journal === null) return null;
  return {
    attemptIds: journal.attempts.map(({ id }) => id),
    refundIds: journal.refunds.map(({ id }) => id),
  };
}
