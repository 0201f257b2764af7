import { leftOut, paymentTimeline } from "@compose-pay/application";
import { findPaymentJournal, findRefund } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { refundDocument } from "../documents/refund-document.ts";
import { unknownId } from "../outcomes.ts";
import { refundParameter } from "../refund-parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["at", "kind", "what", "trace_id"] as const;

export const refundShow = defineCommand({
  words: "refund show",
  summary: "show a refund with its calls, its notifications and the changes of its state",
  parameters: { id: refundParameter },
  run: async (context, { id }) =>
    withDatabase(context, async ({ connection }) => {
      const view = await findRefund(connection, id);
      const journal = view === null ? null : await findPaymentJournal(connection, view.refund.paymentId);
      if (view === null || journal === null) return unknownId("refund", id);
      const fields = refundDocument(view);
      const timeline = paymentTimeline(journal).filter(({ subject }) => subject === id);
      const rows = timeline.map((entry) => columns.map((column) => entry[column]));
      const parts = [renderFields(fields), leftOut(journal), renderTable(columns, rows)];
      const text = parts.filter((part) => part !== "").join("\n\n");
      return done({ ...fields, cut_off: journal.cutOff, timeline }, text);
    }),
});
