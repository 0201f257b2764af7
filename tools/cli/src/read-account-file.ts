import { readFile } from "node:fs/promises";
import { mostAccountBytes } from "@compose-pay/application";
import { type Account, parseAccount } from "@compose-pay/channels";
import { type CommandFailure, failed } from "./command-result.ts";

export type AccountFileReading = { readonly kind: "account"; readonly account: Account } | CommandFailure;

/** Reads an account file. Its faults are named by their fields and never show what stands in the file. */
export async function readAccountFile(path: string): Promise<AccountFileReading> {
  const content = await readContent(path);
  if (content === null) return failed("file_unreadable", `${path} cannot be read`);
  if (content.length > mostAccountBytes) {
    return failed("file_too_large", `${path} has more than ${mostAccountBytes} bytes`);
  }
  const file = parseJson(content.toString("utf8"));
  if (file === undefined) return failed("file_malformed", `${path} is not JSON`);
  const reading = parseAccount(file);
  if (reading.kind === "account") return reading;
  const faults = reading.faults.map(({ field, message }) => `${field} ${message}`);
  return failed("account_invalid", `${path}: ${faults.join("; ")}`);
}

async function readContent(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}

/** The parser's own error quotes the text around the fault. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
