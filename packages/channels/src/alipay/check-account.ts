import type { X509Certificate } from "node:crypto";

import type { AccountFinding } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";
import { type Exchange, judge } from "./alipay-gateway.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import { certificateSerial } from "./crypto/certificate-serial.ts";
import { byNumber } from "./order-commands.ts";

const dayMs = 86_400_000;
const warnDays = 30;
const warnSkewSeconds = 60;

/** What the gateway allows. */
const mostSkewSeconds = 300;

/**
 * Looks at the certificates, at our clock beside the gateway's, and at what becomes of a query for an order
 * that there is not: the whole way of a call, and it changes nothing.
 *
 * @param nonce makes a number that no order has
 */
export async function checkAccount(
  parts: AlipayParts,
  nonce: string,
  run: OperationRun,
): Promise<readonly AccountFinding[]> {
  const command = byNumber("query", `chk_${nonce.replaceAll(/\W/g, "").slice(0, 24)}`);
  const exchange = await parts.gateway.exchange("query", command, run);
  return [
    ...certificateFindings(parts),
    clockFinding(exchange),
    queryFinding(judge(exchange, command, parts.trust)),
  ];
}

function certificateFindings({ credentials: { trust }, clock }: AlipayParts): readonly AccountFinding[] {
  if (trust.mode === "key") return [];
  const named = [
    ["app_certificate", trust.application],
    ["alipay_certificate", trust.alipay],
  ] as const;
  return named.map(([name, certificate]) => certificateFinding(name, certificate, clock.now()));
}

function certificateFinding(name: string, certificate: X509Certificate, at: Date): AccountFinding {
  const { validFromDate: from, validToDate: until } = certificate;
  const detail = `${name} ${certificateSerial(certificate)}: ${from.toISOString()} to ${until.toISOString()}`;
  const daysLeft = (until.getTime() - at.getTime()) / dayMs;
  if (daysLeft <= 0 || from > at) return { subject: "certificate", level: "failed", detail };
  return { subject: "certificate", level: daysLeft < warnDays ? "warning" : "well", detail };
}

function clockFinding({ date, cameAt }: Exchange): AccountFinding {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return { subject: "clock", level: "warning", detail: "the gateway told no time" };
  const skew = Math.round((cameAt.getTime() - theirs) / 1_000);
  const detail = `${Math.abs(skew)} s ${skew < 0 ? "behind" : "ahead of"} the gateway's`;
  if (Math.abs(skew) > mostSkewSeconds) return { subject: "clock", level: "failed", detail };
  return { subject: "clock", level: Math.abs(skew) > warnSkewSeconds ? "warning" : "well", detail };
}

function queryFinding(answer: ReturnType<typeof judge>): AccountFinding {
  switch (answer.kind) {
    case "accepted":
      return finding("warning", "Alipay knows an order of a number that was made for this check");
    case "refused": {
      const { meaning, refusal } = answer;
      return finding(meaning.kind === "absent" ? "well" : "failed", refusal.code);
    }
    case "throttled":
      return finding("warning", answer.reason);
    case "misconfigured":
      return finding("failed", answer.reason);
    case "unknown":
      return finding("failed", [answer.reason, answer.detail].filter(Boolean).join(": "));
  }
}

function finding(level: AccountFinding["level"], detail: string): AccountFinding {
  return { subject: "query", level, detail };
}
