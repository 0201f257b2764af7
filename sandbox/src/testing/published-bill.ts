import { readFileSync } from "node:fs";
import { z } from "zod";

/** The one bill in a file of published samples. */
export function publishedBill<T>(file: string, shape: z.ZodType<T>): T {
  const text = readFileSync(new URL(`../../fixtures/vectors/${file}`, import.meta.url), "utf8");
  return z.object({ vectors: z.tuple([shape]) }).parse(JSON.parse(text)).vectors[0];
}
