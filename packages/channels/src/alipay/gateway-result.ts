import { z } from "zod";

import type { ResultCode } from "./result-codes.ts";

/** A response's node, parsed from the very bytes that its signature covers. */
export interface GatewayResult extends ResultCode {
  /** Words for people. */
  readonly message: string;
  readonly body: unknown;
}

const longestMessage = 256;

const node = z.looseObject({
  code: z.string().regex(/^\d{5}$/),
  msg: z.string().catch(""),
  sub_code: z.string().max(128).optional(),
  sub_msg: z.string().optional(),
});

/** Null when the node is no JSON or lacks a result code. */
export function readResult(bytes: Buffer): GatewayResult | null {
  const parsed = node.safeParse(jsonOf(bytes)).data;
  if (parsed === undefined) return null;
  return {
    code: parsed.code,
    subCode: parsed.sub_code ?? null,
    message: (parsed.sub_msg ?? parsed.msg).slice(0, longestMessage),
    body: parsed,
  };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
