import { findChannelAccount, findChannelCertificates } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["serial", "effective_at", "expires_at", "fetched_at", "expired"] as const;

export const accountCertificates = defineCommand({
  words: "account certificates",
  summary:
    "list the certificates of the channel that were fetched for an account, and when they are due again",
  parameters: {
    id: { usage: "<id>", help: "the channel account's id", schema: idOf("a channel account", "acc") },
  },
  run: async (context, { id }) =>
    withDatabase(context, async ({ connection }) => {
      const account = await findChannelAccount(connection, id);
      if (account === null) return unknownId("channel account", id);
      const now = context.clock.now();
      const data = (await findChannelCertificates(connection, id)).map((one) => ({
        serial: one.serial,
        effective_at: one.effectiveAt.toISOString(),
        expires_at: one.expiresAt.toISOString(),
        fetched_at: one.fetchedAt.toISOString(),
        expired: one.expiresAt <= now,
      }));
      const due = account.certificatesDueAt?.toISOString() ?? null;
      const table = renderTable(
        columns,
        data.map((one) => columns.map((column) => one[column])),
      );
      const next = due === null ? "none are fetched for it" : `fetched again after ${due}`;
      return done(
        { object: "list", account_id: id, due_at: due, data },
        data.length === 0 ? next : `${table}\n\n${next}`,
      );
    }),
});
