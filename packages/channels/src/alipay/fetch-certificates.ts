import type { X509Certificate } from "node:crypto";

import { z } from "zod";

import { ok, unknown } from "../answers.ts";
import type { Answer } from "../channel.ts";
import type { ChannelCertificate } from "../channel-certificate.ts";
import type { OperationRun } from "../operation-run.ts";
import type { CertificateMode } from "./alipay-credentials.ts";
import { type Exchange, judge } from "./alipay-gateway.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { isAlipays } from "./alipay-trust.ts";
import { certificateSerial } from "./crypto/certificate-serial.ts";
import { certificatesIn } from "./crypto/certificate-text.ts";
import type { AlipayCommand } from "./request-builder.ts";

/**
 * Alipay OpenAPI, `alipay.open.app.alipaycert.download`: the certificate of a number, with those above it up
 * to the root. The answer itself may be signed with the very certificate that it brings, so its chain is
 * proven first; an answer that brings none that leads to the account's roots is worth nothing.
 *
 * @param serial null for the pinned one, whose answer also shows whether Alipay signs with another by now
 */
export async function fetchCertificates(
  parts: AlipayParts,
  serial: string | null,
  run: OperationRun,
): Promise<Answer<readonly ChannelCertificate[]>> {
  const { trust } = parts.credentials;
  if (trust.mode === "key") {
    const call = run.startCall("certificates")({
      httpStatus: null,
      channelCode: null,
      channelRequestId: null,
    });
    return ok([], call);
  }
  const wanted = serial ?? certificateSerial(trust.alipay);
  const command = download(wanted);
  const exchange = await parts.gateway.exchange("certificates", command, run);
  const chain = provenChain(exchange, trust, wanted);
  const leaf = chain?.[0];
  const answer = judge(exchange, command, leaf === undefined ? parts.trust : parts.trust.with(leaf));
  switch (answer.kind) {
    case "accepted":
      if (chain === null || leaf === undefined)
        return unknown("signature_wrong", answer.call, "certificate_chain");
      return ok([certificateOf(wanted, leaf, chain)], answer.call);
    case "refused":
      return unknown("refused", answer.refusal.call, answer.refusal.code);
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

function download(serial: string): AlipayCommand {
  return {
    method: "alipay.open.app.alipaycert.download",
    notifyUrl: null,
    bizContent: { alipay_cert_sn: serial },
  };
}

/** PEM texts in a row, in base64. */
const downloaded = z.object({ alipay_cert_content: z.base64().max(65_536) });

function provenChain(
  { outcome, cameAt }: Exchange,
  trust: CertificateMode,
  wanted: string,
): readonly X509Certificate[] | null {
  if ("kind" in outcome) return null;
  const told = downloaded.safeParse(outcome.result.body).data;
  const text = Buffer.from(told?.alipay_cert_content ?? "", "base64").toString("utf8");
  const [leaf, ...others] = certificatesIn(text) ?? [];
  if (leaf === undefined || certificateSerial(leaf) !== wanted) return null;
  return isAlipays(trust, [leaf, ...others], cameAt) ? [leaf, ...others] : null;
}

function certificateOf(
  serial: string,
  leaf: X509Certificate,
  chain: readonly X509Certificate[],
): ChannelCertificate {
  return {
    serial,
    pem: chain.map((certificate) => certificate.toString()).join(""),
    effectiveAt: leaf.validFromDate,
    expiresAt: leaf.validToDate,
  };
}
