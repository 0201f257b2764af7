import type { AccountFinding } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import { startRun } from "../operation-run.ts";
import { certificateFindings } from "./certificate-findings.ts";
import { fetchCertificates } from "./fetch-certificates.ts";
import type { Probe } from "./wechat-gateway.ts";
import type { WechatParts } from "./wechat-parts.ts";

/** A number that no order of this product has, as an attempt's begins with `att_`. */
const nobodysNumber = "compose_pay_check_0";

/**
 * Looks whether the account works: what its own certificates say, a query of an order that cannot exist,
 * the clock by that answer, and the download of the platform certificates. Nothing is changed by it.
 */
export async function checkAccount(
  parts: WechatParts,
  environment: ChannelEnvironment,
): Promise<readonly AccountFinding[]> {
  const run = startRun("query", environment);
  const askedAt = environment.clock.now();
  const request = await parts.build.query(nobodysNumber);
  const probe = await parts.gateway.probe({ operation: "query", request }, run);
  const downloaded = await fetchCertificates(parts, startRun("certificates", environment));
  const own = certificateFindings(parts.credentials, environment.clock.now());
  const isNeeded = parts.credentials.publicKeyId === null;
  return [...own, clockFinding(probe, askedAt), queryFinding(probe), downloadFinding(downloaded, isNeeded)];
}

const warnSkewSeconds = 60;
/** More is refused on both sides. */
const largestSkewSeconds = 300;

function clockFinding({ answeredAt }: Probe, askedAt: Date): AccountFinding {
  const subject = "clock";
  if (answeredAt === null) return { subject, level: "failed", detail: "no answer told WeChat Pay's time" };
  const seconds = Math.round((answeredAt.getTime() - askedAt.getTime()) / 1000);
  const size = Math.abs(seconds);
  const detail = `differs by ${size} s from WeChat Pay's`;
  if (size > largestSkewSeconds) return { subject, level: "failed", detail };
  return { subject, level: size > warnSkewSeconds ? "warning" : "well", detail };
}

function queryFinding({ answer }: Probe): AccountFinding {
  const subject = "query";
  switch (answer.kind) {
    case "refused":
      return answer.meaning.kind === "absent"
        ? { subject, level: "well", detail: "a signed query had a verified answer" }
        : { subject, level: "warning", detail: `refused with ${answer.refusal.code}` };
    case "accepted":
      return { subject, level: "warning", detail: "an order was found that should not exist" };
    case "throttled":
      return { subject, level: "warning", detail: answer.reason };
    case "unknown":
      return { subject, level: "failed", detail: spoken(answer.reason, answer.detail) };
    case "misconfigured":
      return { subject, level: "failed", detail: answer.reason };
  }
}

/** @param isNeeded without a public key nothing else proves WeChat Pay's answers */
function downloadFinding(
  answer: Awaited<ReturnType<typeof fetchCertificates>>,
  isNeeded: boolean,
): AccountFinding {
  const subject = "certificate_download";
  switch (answer.kind) {
    case "ok":
      return answer.value.length === 0
        ? { subject, level: "well", detail: "no platform certificates: the public key is in use" }
        : { subject, level: "well", detail: `${answer.value.length} platform certificates` };
    case "throttled":
      return { subject, level: "warning", detail: answer.reason };
    case "unknown":
      return {
        subject,
        level: isNeeded ? "failed" : "warning",
        detail: spoken(answer.reason, answer.detail),
      };
    case "misconfigured":
      return { subject, level: "failed", detail: answer.reason };
    case "declined":
      return { subject, level: "failed", detail: answer.failure.code };
  }
}

function spoken(reason: string, detail: string | null): string {
  return detail === null ? reason : `${reason}: ${detail}`;
}
