import { constants, privateDecrypt } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { Reply } from "../core/answer.ts";
import type { WechatAccount } from "./account.ts";
import { paramError } from "./parse-body.ts";
import type { AbnormalRefundRequest } from "./refund-request.ts";
import { ok, refusals } from "./refusal.ts";
import { refundDetailsOf, toRefundView } from "./refund-view.ts";
import { keyOfAccount } from "./proving-key.ts";
import type { WechatDesk } from "./wechat-desk.ts";

type Application = {
  readonly refundId: string;
  readonly request: AbnormalRefundRequest;
  /** `Wechatpay-Serial`: the key that the encrypted members were made with. */
  readonly serial: string | undefined;
};

/**
 * Sends the money of an abnormal refund to a bank card: it is processing again (WeChat Pay APIv3,
 * abnormal refund). The customer's card comes encrypted with a platform key. Asked again, it says how far
 * the money is.
 */
export function applyAbnormalRefund(
  desk: WechatDesk,
  account: WechatAccount,
  application: Application,
): Reply {
  const { refundId, request } = application;
  const key = { channel: "wechat", account: account.mchid, outRefundNo: request.out_refund_no } as const;
  const refund = desk.refunds.find(key);
  const order = refund === null ? null : desk.orders.findById(refund.orderId);
  if (refund === null || order === null || refund.refundId !== refundId) return refusals.refundMissing;
  if (request.type === "USER_BANK_CARD") {
    const refused = refuseCard(desk, account, application);
    if (refused !== null) return refused;
  }
  const details = refundDetailsOf(refund);
  const isRepeated = details.bankCard === request.type && refund.status !== "abnormal";
  if (isRepeated) return ok(toRefundView(refund, order));
  const resumed = desk.refunds.resume(refund, JSON.stringify({ ...details, bankCard: request.type }));
  return resumed === null ? refusals.refundNotAbnormal : ok(toRefundView(resumed, order));
}

function refuseCard(
  { platform }: WechatDesk,
  account: WechatAccount,
  application: Application,
): Reply | null {
  const { request, serial } = application;
  if (request.bank_type === undefined) return missing("bank_type");
  const key = keyOfAccount(platform, account, serial);
  for (const member of ["bank_account", "real_name"] as const) {
    const value = request[member];
    if (value === undefined) return missing(member);
    if (key === null || !canDecrypt(key.privateKey, value)) return unreadable(member);
  }
  return null;
}

/** RSAES-OAEP with SHA-1, the encryption of sensitive members. */
function canDecrypt(key: KeyObject, base64: string): boolean {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key, padding, oaepHash: "sha1" }, Buffer.from(base64, "base64")).length > 0;
  } catch {
    // because a text that was made for another key, or for none, is the caller's fault
    return false;
  }
}

function missing(member: string): Reply {
  return paramError(`输入源“/body/${member}”映射到字段“${member}”必填性规则校验失败，此字段为必填项`, {
    location: "body",
    field: `/${member}`,
    value: null,
    issue: "needed with USER_BANK_CARD",
  });
}

function unreadable(member: string): Reply {
  return paramError(`敏感信息解密失败，请检查Wechatpay-Serial与加密所用的密钥`, {
    location: "body",
    field: `/${member}`,
    issue: "not encrypted with the key of Wechatpay-Serial",
  });
}
