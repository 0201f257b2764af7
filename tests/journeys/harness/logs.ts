import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface LogFile {
  readonly file: string;
  readonly text: string;
}

/** What every process of the product has written so far. */
export function readLogs(folder: string): readonly LogFile[] {
  return readdirSync(folder).map((file) => ({ file, text: readFileSync(path.join(folder, file), "utf8") }));
}

/** The lines that match, each with its file before it. */
export function findInLogs(folder: string, pattern: RegExp): readonly string[] {
  return readLogs(folder).flatMap(({ file, text }) =>
    text
      .split("\n")
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line}`),
  );
}
