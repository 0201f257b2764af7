import { createChannelDirectory, type RefundSettlement, settleRefund } from "@compose-pay/application";
import type { AbnormalRefundPayout } from "@compose-pay/channels";
import { newId } from "@compose-pay/runtime";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { type CommandResult, done, failed, usage } from "../command-result.ts";
import { refundDocument } from "../documents/refund-document.ts";
import { unknownId } from "../outcomes.ts";
import { readCardFile } from "../read-card-file.ts";
import { refundParameter } from "../refund-parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

const destinations = ["merchant", "customer-card"] as const;

export const refundSettle = defineCommand({
  words: "refund settle",
  summary: "tell the channel where the money of an abnormal refund goes",
  parameters: {
    id: refundParameter,
    to: {
      usage: "--to <where>",
      help: "merchant: to the merchant's own account at the channel; customer-card: to a card of the customer",
      schema: z.enum(destinations, `must be one of ${destinations.join(", ")}`),
    },
    bankType: {
      usage: "--bank-type <bank>",
      help: "the card's bank in the channel's word, such as ICBC_DEBIT; with customer-card",
      schema: z
        .string()
        .regex(/^[A-Z0-9_]{1,32}$/, "must be the channel's word, such as ICBC_DEBIT")
        .optional(),
    },
    cardFile: {
      usage: "--card-file <file>",
      help: 'JSON: bank_account, real_name; "-" reads standard input; with customer-card',
      schema: z.string().min(1).optional(),
    },
  },
  run: async (context, { id, to, bankType, cardFile }) => {
    const read = await readPayout({ to, bankType, cardFile });
    if (read.kind !== "payout") return read;
    return withSealedDatabase(context, async (deps) => {
      const directory = createChannelDirectory({ ...deps, clock: context.clock });
      try {
        const settling = { ...deps, clock: context.clock, directory };
        const traceId = newId("cli");
        return report(id, await settleRefund(settling, { refundId: id, payout: read.payout, traceId }));
      } finally {
        await directory.dispose();
      }
    });
  },
});

interface WrittenPayout {
  readonly to: (typeof destinations)[number];
  readonly bankType: string | undefined;
  readonly cardFile: string | undefined;
}

async function readPayout({
  to,
  bankType,
  cardFile,
}: WrittenPayout): Promise<
  { readonly kind: "payout"; readonly payout: AbnormalRefundPayout } | CommandResult
> {
  if (to === "merchant") {
    if (bankType !== undefined) return usage("--bank-type", "goes with --to customer-card only");
    if (cardFile !== undefined) return usage("--card-file", "goes with --to customer-card only");
    return { kind: "payout", payout: { to: "merchant" } };
  }
  if (bankType === undefined) return usage("--bank-type", "is missing");
  if (cardFile === undefined) return usage("--card-file", "is missing");
  const read = await readCardFile(cardFile);
  return read.kind === "failed"
    ? read
    : { kind: "payout", payout: { to: "customer_card", bankType, ...read.card } };
}

function report(id: string, settlement: RefundSettlement): CommandResult {
  switch (settlement.kind) {
    case "taken": {
      const document = refundDocument(settlement.view);
      return done(document, renderFields(document));
    }
    case "declined": {
      const { code, channelCode, channelMessage } = settlement.failure;
      const told = [channelCode, channelMessage].filter((word) => word !== null).join(" ");
      return failed("refund_declined", `the channel does not do this for refund ${id}: ${told || code}`);
    }
    case "not_taken": {
      const { reason, detail } = settlement;
      const told = detail === null ? reason : `${reason}, ${detail}`;
      return failed(
        "refund_not_taken",
        `nothing was done (${told}); refund ${id} is abnormal as before, and it can be tried again`,
      );
    }
    case "unanswered": {
      const { outcome, reason } = settlement;
      return failed(
        "refund_unanswered",
        `nobody knows what came of it (${outcome}, ${reason}); the channel is asked now`,
      );
    }
    case "not_abnormal":
      return failed(
        "refund_not_abnormal",
        `refund ${id} is ${settlement.view.refund.state} and not abnormal`,
      );
    case "account_unusable":
      return failed("account_unusable", `the channel account of refund ${id} cannot be used`);
    case "refund_unknown":
      return unknownId("refund", id);
  }
}
