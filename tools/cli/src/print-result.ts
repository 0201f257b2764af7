import type { CommandResult, JsonDocument, ParameterFault } from "./command-result.ts";

export interface Printer {
  readonly isJson: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** 0: done. 1: failed, or what was looked at is broken. 2: called wrongly, nothing was done. */
export type ExitCode = 0 | 1 | 2;

/** Results go to standard output and errors to standard error, as text or as one JSON document. */
export function printResult(result: CommandResult, printer: Printer): ExitCode {
  switch (result.kind) {
    case "done":
    case "broken":
      printer.out(printer.isJson ? json(result.document) : `${result.text}\n`);
      return result.kind === "done" ? 0 : 1;
    case "failed":
      printError(printer, { code: result.code, message: result.message }, result.message);
      return 1;
    case "usage": {
      const sentences = result.faults.map(sentenceOf);
      const document = { code: "usage", message: sentences.join("; "), faults: result.faults };
      printError(printer, document, `${sentences.join("\n")}\nsee --help`);
      return 2;
    }
  }
}

function printError({ isJson, err }: Printer, document: JsonDocument, text: string): void {
  err(isJson ? json({ error: document }) : `${text}\n`);
}

function sentenceOf({ parameter, message }: ParameterFault): string {
  return parameter === null ? message : `${parameter} ${message}`;
}

function json(document: JsonDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
