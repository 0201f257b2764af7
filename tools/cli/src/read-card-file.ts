import { readFile } from "node:fs/promises";
import { text as readStream } from "node:stream/consumers";
import { z } from "zod";
import { type CommandFailure, failed } from "./command-result.ts";

/** A card of a customer; neither is ever printed, logged or stored. */
export interface CustomerCard {
  readonly bankAccount: string;
  readonly realName: string;
}

export type CardReading = { readonly kind: "card"; readonly card: CustomerCard } | CommandFailure;

const card = z.strictObject({
  bank_account: z.string().regex(/^[0-9]{6,32}$/),
  real_name: z.string().trim().min(1).max(64),
});

/**
 * Reads `{"bank_account", "real_name"}` from a file, or from standard input for `-`: a command line is seen by
 * everybody on its machine. What is wrong is told without what stands there.
 */
export async function readCardFile(path: string): Promise<CardReading> {
  const content = await readContent(path);
  if (content === null) return failed("file_unreadable", `${path} cannot be read`);
  const parsed = card.safeParse(parseJson(content));
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map(({ path: field }) => field.join(".") || "the whole"))];
    return failed(
      "card_invalid",
      `the card needs bank_account (digits) and real_name; wrong: ${fields.join(", ")}`,
    );
  }
  const { bank_account: bankAccount, real_name: realName } = parsed.data;
  return { kind: "card", card: { bankAccount, realName } };
}

async function readContent(path: string): Promise<string | null> {
  try {
    return path === "-" ? await readStream(process.stdin) : await readFile(path, "utf8");
  } catch {
    return null;
  }
}

/** The parser's own error quotes the text around the fault. */
function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
