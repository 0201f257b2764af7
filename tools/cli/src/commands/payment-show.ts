import { leftOut, paymentTimeline } from "@compose-pay/application";
import { findPaymentIds, findPaymentJournal, type PaymentJournal } from "@compose-pay/database";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { type CommandResult, done, failed, type JsonDocument } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { renderTable } from "../render/render-table.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = ["at", "kind", "subject", "what"] as const;

export const paymentShow = defineCommand({
  words: "payment show",
  summary: "show everything that is written down about a payment, in the order in which it happened",
  parameters: {
    number: {
      usage: "<number>",
      help: "an id of a payment, attempt or refund, an order or refund number, or the channel's number",
      schema: z.string().regex(/^[\x21-\x7e]{1,64}$/, "must be 1 to 64 characters without spaces"),
    },
  },
  run: async (context, { number }) =>
    withDatabase(context, async ({ connection }) => {
      const ids = await findPaymentIds(connection, number);
      const [id] = ids;
      if (id === undefined) return unknownId("payment", number);
      if (ids.length > 1) {
        return failed("number_ambiguous", `${number} is a number of several payments: ${ids.join(", ")}`);
      }
      const journal = await findPaymentJournal(connection, id);
      return journal === null ? unknownId("payment", id) : show(journal);
    }),
});

function show(journal: PaymentJournal): CommandResult {
  const { payment, attempts, refunds } = journal;
  const facts: JsonDocument = {
    object: "payment_journal",
    id: payment.id,
    app_id: payment.appId,
    order_no: payment.orderNo,
    amount: payment.amount,
    amount_refunded: payment.amountRefunded,
    currency: payment.currency,
    method: payment.method,
    status: payment.status,
    live: payment.live,
    created_at: payment.createdAt.toISOString(),
    expires_at: payment.expiresAt.toISOString(),
    paid_at: payment.paidAt?.toISOString() ?? null,
  };
  const timeline = paymentTimeline(journal);
  const document = {
    ...facts,
    attempts: attempts.map(attemptDocument),
    refunds: refunds.map(refundDocument),
    cut_off: journal.cutOff,
    timeline,
  };
  const parts = [
    renderFields(facts),
    renderDocuments(document.attempts),
    renderDocuments(document.refunds),
    leftOut(journal),
    renderTable(
      columns,
      timeline.map((entry) => columns.map((column) => entry[column])),
    ),
  ];
  return done(document, parts.filter((part) => part !== "").join("\n\n"));
}

function attemptDocument(attempt: PaymentJournal["attempts"][number]): JsonDocument {
  return {
    attempt: attempt.id,
    method: attempt.method,
    account_id: attempt.channelAccountId,
    state: attempt.state,
    channel_trade_no: attempt.channelTradeNo,
    failure: attempt.failure?.code ?? null,
    due_at: attempt.dueAt?.toISOString() ?? null,
  };
}

function refundDocument(refund: PaymentJournal["refunds"][number]): JsonDocument {
  return {
    refund: refund.id,
    refund_no: refund.refundNo,
    amount: refund.amount,
    kind: refund.kind,
    state: refund.state,
    channel_refund_no: refund.channelRefundNo,
    due_at: refund.dueAt?.toISOString() ?? null,
  };
}

function renderDocuments(documents: readonly JsonDocument[]): string {
  const [first] = documents;
  if (first === undefined) return "";
  return renderTable(
    Object.keys(first),
    documents.map((one) => Object.values(one)),
  );
}
