import { stat } from "node:fs/promises";
import path from "node:path";
import { findBill } from "@compose-pay/database";
import { z } from "zod";
import { billParameter } from "../bill-parameters.ts";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withArchive } from "../settings/with-archive.ts";
import { withDatabase } from "../settings/with-database.ts";

export const billSave = defineCommand({
  words: "bill save",
  summary: "write the raw file of a bill, as it came, to a path where there is none",
  parameters: {
    id: billParameter,
    path: { usage: "<path>", help: "the file to write", schema: z.string().min(1) },
  },
  run: async (context, { id, path: given }) => {
    const target = path.resolve(given);
    if ((await stat(target).catch(() => null)) !== null) {
      return failed("file_exists", `${target} is there already`);
    }
    const row = await withDatabase(context, ({ connection }) => findBill(connection, id));
    if (row === null) return unknownId("bill", id);
    const { archiveKey, sha256, bytes } = row;
    if (archiveKey === null) return failed("bill_empty", `nothing happened on ${row.day}: there is no file`);
    await withArchive(context, ({ archive }) => archive.bring(archiveKey, target));
    const document = { object: "bill_file", id, path: target, bytes, sha256 };
    return done(document, renderFields(document));
  },
});
