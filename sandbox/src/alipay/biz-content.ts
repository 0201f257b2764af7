import type { z } from "zod";
import type { Reply } from "../core/answer.ts";
import { invalidParameter } from "./node.ts";

/**
 * `biz_content` as `schema` reads it; ACQ.INVALID_PARAMETER names what does not fit. Unknown members
 * are left alone, as the gateway does.
 */
export function parseBiz<T>(
  schema: z.ZodType<T>,
  content: string | undefined,
): { readonly biz: T } | { readonly refused: Reply } {
  const result = schema.safeParse(parseJson(content ?? ""));
  if (result.success) return { biz: result.data };
  const issue = result.error.issues[0];
  return { refused: invalidParameter(issue?.path.join(".") || "biz_content") };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
