import type { Tamper } from "../core/notification.ts";
import { spoilSignature } from "../core/rsa.ts";
import type { Params } from "./signed-params.ts";

/** Wrong contents that are properly signed afterwards. */
export function changeContent(params: Params, tamper: Tamper | null): Params {
  switch (tamper) {
    case "amount": {
      const wrong = `1${params["total_amount"] ?? ""}`;
      return { ...params, total_amount: wrong, receipt_amount: wrong, buyer_pay_amount: wrong };
    }
    case "account":
      return {
        ...params,
        app_id: otherNumber(params["app_id"]),
        seller_id: otherNumber(params["seller_id"]),
      };
    case "signature":
    case "timestamp":
    case "ciphertext":
    case "signtest":
    case null:
      return params;
  }
}

/** Signatures that do not fit; `ciphertext` changes a field under the signature of the whole one. */
export function spoilProof(params: Params, tamper: Tamper | null): Params {
  switch (tamper) {
    case "signature":
      return { ...params, sign: spoilSignature(params["sign"] ?? "") };
    case "signtest":
      return { ...params, sign: "not a signature" };
    case "ciphertext":
      return { ...params, subject: `${params["subject"] ?? ""}!` };
    case "amount":
    case "account":
    case "timestamp":
    case null:
      return params;
  }
}

function otherNumber(digits: string | undefined): string {
  return `${BigInt(digits ?? "0") + 1n}`;
}
