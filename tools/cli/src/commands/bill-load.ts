import {
  type BillLoading,
  type BillUpload,
  createChannelDirectory,
  loadBill,
  uploadBill,
} from "@compose-pay/application";
import type { BillRow } from "@compose-pay/database";
import { createLogger } from "@compose-pay/runtime";
import { z } from "zod";
import { billAccountParameter, billTypeParameter, daySchema } from "../bill-parameters.ts";
import { defineCommand } from "../command.ts";
import type { CommandContext } from "../command-context.ts";
import { type CommandResult, done, failed } from "../command-result.ts";
import { wholeBillDocument } from "../documents/bill-document.ts";
import { byParameter } from "../operator-name.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withArchive } from "../settings/with-archive.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

export const billLoad = defineCommand({
  words: "bill load",
  summary: "keep a bill that was downloaded by hand and load its lines; the same file again changes nothing",
  parameters: {
    file: { usage: "<file>", help: "as the channel gives it out", schema: z.string().min(1) },
    account: billAccountParameter,
    day: { usage: "--day <day>", help: "the bill's day of China, such as 2026-11-28", schema: daySchema },
    type: billTypeParameter,
    by: byParameter,
  },
  run: async (context, { file: path, account: accountId, day, type, by: operator }) =>
    withBills(context, async (deps) => {
      const uploaded = await uploadBill(deps, { accountId, day, type, path, operator });
      if (!("bill" in uploaded)) return notUploaded(uploaded, { path, accountId });
      return answer(await loadBill(deps, uploaded.bill.id), uploaded.bill);
    }),
});

async function withBills(
  context: CommandContext,
  work: (deps: Parameters<typeof loadBill>[0]) => Promise<CommandResult>,
): Promise<CommandResult> {
  const destination = { write: (line: string) => context.note(line.trimEnd()) };
  const logger = createLogger({ service: "cli", level: "info", destination });
  return withArchive(context, (kept) =>
    withSealedDatabase(context, async (sealed) => {
      const deps = { ...sealed, clock: context.clock };
      const channels = createChannelDirectory(deps);
      try {
        return await work({ ...deps, ...kept, channels, logger });
      } finally {
        await channels.dispose();
      }
    }),
  );
}

function notUploaded(
  { kind }: Exclude<BillUpload, { readonly bill: BillRow }>,
  { path, accountId }: { readonly path: string; readonly accountId: string },
): CommandResult {
  switch (kind) {
    case "account_unknown":
      return unknownId("channel account", accountId);
    case "name_taken":
      return failed(kind, "--by cannot be channel: it stands for what the channel gives");
    case "file_unreadable":
      return failed(kind, `${path} is no file that can be read`);
    case "file_empty":
      return failed(kind, `${path} is empty`);
  }
}

function answer(loading: BillLoading, { id, channelAccountId }: BillRow): CommandResult {
  switch (loading.kind) {
    case "loaded": {
      const document = wholeBillDocument(loading.bill);
      return done(document, renderFields(document));
    }
    case "rejected":
      return failed("bill_rejected", `bill ${id} is rejected, nothing of it counts: ${loading.bill.fault}`);
    case "busy":
    case "lost":
      return failed("bill_busy", `bill ${id} is being loaded by another process: see bill show ${id}`);
    case "bill_unknown":
      return unknownId("bill", id);
    case "account_unknown":
      return unknownId("channel account", channelAccountId);
  }
}
