import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { openStatement, StatementChanged } from "@compose-pay/application";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";
import { statementParameters } from "../statement-parameters.ts";

const fileParameter = {
  usage: "<file>",
  help: "where the CSV goes; written over if it is there",
  schema: z.string().min(1, "must be a file"),
};

export const statementSave = defineCommand({
  words: "statement save",
  summary: "save an app's statement as its merchant gets it",
  parameters: { ...statementParameters, file: fileParameter },
  run: async (context, { file, ...key }) =>
    withDatabase(context, async (database) => {
      const statement = await openStatement({ database }, key);
      if (statement === null)
        return failed("statement_not_ready", "it is not built: statement build says why");
      const { sha256, totals } = statement;
      const fault = await saveWhole(statement.text, file);
      if (fault !== null) return failed("statement_not_saved", fault);
      const document = { file, bytes: totals.bytes, sha256 };
      return done(document, renderFields(document));
    }),
});

/**
 * Nothing is at the file's place before all of it is there.
 *
 * @returns what was wrong, for people
 */
async function saveWhole(text: AsyncIterable<string>, file: string): Promise<string | null> {
  const part = `${file}.part`;
  try {
    await pipeline(text, createWriteStream(part));
    await rename(part, file);
    return null;
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof StatementChanged) return error.message;
    if (isOfFileSystem(error)) return `${file} cannot be written: ${error.message}`;
    throw error;
  }
}

function isOfFileSystem(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "path" in error;
}
