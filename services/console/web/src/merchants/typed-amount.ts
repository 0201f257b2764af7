import { fenOf } from "../show/yuan.ts";

/** What is typed for an amount that may be left out: fen, null for none, undefined for what is no amount. */
export function typedAmount(typed: string): number | null | undefined {
  return typed.trim() === "" ? null : (fenOf(typed) ?? undefined);
}
