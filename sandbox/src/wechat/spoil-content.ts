import { z } from "zod";
import type { Tamper } from "../core/notification.ts";
import type { WechatAccount } from "./account.ts";
import type { Plaintext } from "./notification-envelope.ts";
import { decryptPlaintext, encryptPlaintext, parseEnvelope } from "./notification-envelope.ts";

/** The body as it was first sent, or one whose content is changed before it is signed. */
export function bodyOf(content: string, account: WechatAccount, tamper: Tamper | null): string {
  switch (tamper) {
    case "amount":
      return changed(content, account, otherAmount);
    case "account":
      return changed(content, account, otherMerchant);
    case "ciphertext": {
      const whole = parseEnvelope(content);
      const { resource } = whole;
      return JSON.stringify({
        ...whole,
        resource: { ...resource, ciphertext: flipFirstByte(resource.ciphertext) },
      });
    }
    case "signature":
    case "signtest":
    case "timestamp":
    case null:
      return content;
  }
}

function changed(content: string, account: WechatAccount, change: (whole: Plaintext) => Plaintext): string {
  const whole = parseEnvelope(content);
  const plaintext = change(decryptPlaintext(account, whole.resource));
  const resource = encryptPlaintext(account, whole.resource.original_type, plaintext);
  return JSON.stringify({ ...whole, resource });
}

/** One fen more than was taken, or than goes back. */
function otherAmount(plaintext: Plaintext): Plaintext {
  const amount = Object.entries(z.record(z.string(), z.unknown()).parse(plaintext["amount"]));
  const isRefund = "refund_status" in plaintext;
  const raised = isRefund ? ["refund", "payer_refund"] : ["total", "payer_total"];
  return {
    ...plaintext,
    amount: Object.fromEntries(
      amount.map(([name, value]) => [name, raised.includes(name) ? Number(value) + 1 : value]),
    ),
  };
}

function otherMerchant(plaintext: Plaintext): Plaintext {
  const names = ["mchid", "sp_mchid", "sub_mchid"].filter((name) => name in plaintext);
  const next = (name: string) => `${BigInt(String(plaintext[name])) + 1n}`;
  return { ...plaintext, ...Object.fromEntries(names.map((name) => [name, next(name)])) };
}

function flipFirstByte(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  bytes.writeUInt8(bytes.readUInt8(0) ^ 0x01, 0);
  return bytes.toString("base64");
}
