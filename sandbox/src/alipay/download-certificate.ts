import { z } from "zod";
import type { Reply } from "../core/answer.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { parseBiz } from "./biz-content.ts";
import { refusal, success } from "./node.ts";
import { text } from "./order-fields.ts";
import type { Params } from "./signed-params.ts";

const downloadBiz = z.looseObject({ alipay_cert_sn: text(64).min(1) });

/**
 * alipay.open.app.alipaycert.download: the certificate that an answer was signed with, and the one above
 * it, as PEM texts in base64. A merchant asks when an answer names a number that it does not know.
 */
export async function downloadCertificate(
  desk: AlipayDesk,
  _account: AlipayAccount,
  params: Params,
): Promise<Reply> {
  const parsed = parseBiz(downloadBiz, params["biz_content"]);
  if ("refused" in parsed) return parsed.refused;
  const chain = (await desk.platform.certificates()).chainOf(parsed.biz.alipay_cert_sn);
  if (chain === null) return refusal("40002", "isv.alipay-cert-not-exist", "支付宝公钥证书不存在");
  return success({ alipay_cert_content: Buffer.from(chain).toString("base64") });
}
