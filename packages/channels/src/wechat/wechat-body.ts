import { z } from "zod";

import type { ErrorCode } from "./result-codes.ts";

/** Undefined when the bytes are no JSON. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

const refusalBody = z.object({
  code: z.string().regex(/^[A-Z0-9_]{1,64}$/),
  message: z
    .string()
    .catch("")
    .transform((text) => text.slice(0, 256)),
  detail: z
    .object({ field: z.string().min(1) })
    .optional()
    .catch(undefined),
});

/** WeChat Pay APIv3, the body of an error: a code, words for people, and the field that is wrong. */
export interface RefusalBody extends ErrorCode {
  readonly message: string;
}

export function readRefusalBody(body: Buffer): RefusalBody | null {
  const parsed = refusalBody.safeParse(readJson(body)).data;
  if (parsed === undefined) return null;
  const { code, message, detail } = parsed;
  return { code, message, field: detail?.field ?? null };
}
