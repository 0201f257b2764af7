import { createHash } from "node:crypto";
import type { AccountDetail } from "@compose-pay/contracts";

const longest = 128;

/** An account as the audit holds it: keys and certificates, which are long, by their SHA-256. */
export function accountNote({ values, ...account }: AccountDetail): unknown {
  return {
    ...account,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === "string" ? noted(value) : value.map(noted),
      ]),
    ),
  };
}

function noted(value: string): string {
  return value.length <= longest ? value : `sha256 ${createHash("sha256").update(value).digest("hex")}`;
}
