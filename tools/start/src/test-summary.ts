import { readFileSync } from "node:fs";
import { z } from "zod";

const results = z.looseObject({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
});

/** One plain line for people and machines that read only the end. */
export function summaryLine(file: string): string {
  const { numPassedTests, numFailedTests, numPendingTests } = results.parse(
    JSON.parse(readFileSync(file, "utf8")),
  );
  return `tests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`;
}
