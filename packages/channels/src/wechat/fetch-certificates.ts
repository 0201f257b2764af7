import { ok, unknown } from "../answers.ts";
import type { Answer } from "../channel.ts";
import type { ChannelCertificate } from "../channel-certificate.ts";
import type { OperationRun } from "../operation-run.ts";
import { readCertificateDownload } from "./certificate-download.ts";
import { certificateKeys } from "./crypto/platform-keys.ts";
import { meaningForLookUp } from "./result-codes.ts";
import { readJson } from "./wechat-body.ts";
import type { WechatParts } from "./wechat-parts.ts";

/**
 * WeChat Pay APIv3, download of the platform certificates. The answer is signed with one of those that are
 * known, or with one that it brings itself. Expired ones are left out; one that holds from tomorrow on is
 * not. A merchant of the public key alone has none.
 */
export async function fetchCertificates(
  { build, clock, credentials, gateway }: WechatParts,
  run: OperationRun,
): Promise<Answer<readonly ChannelCertificate[]>> {
  const read = (body: unknown) => readCertificateDownload(body, credentials.apiV3Key);
  const made = {
    operation: "certificates",
    request: build.certificates(),
    meaningOf: meaningForLookUp,
    keysWithin: (body: Buffer) => certificateKeys(read(readJson(body)) ?? []),
  } as const;
  const answer = await gateway.call(made, run);
  switch (answer.kind) {
    case "accepted": {
      const certificates = read(answer.body);
      if (certificates === null) return unknown("answer_unreadable", answer.call);
      const now = clock.now();
      return ok(certificates.filter(({ expiresAt }) => expiresAt > now).map(told), answer.call);
    }
    case "refused":
      if (answer.meaning.kind === "absent") return ok([], answer.refusal.call);
      return unknown("refused", answer.refusal.call, answer.refusal.code);
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

function told({ serial, pem, effectiveAt, expiresAt }: ChannelCertificate): ChannelCertificate {
  return { serial, pem, effectiveAt, expiresAt };
}
