import { randomBytes } from "node:crypto";
import type { Reply } from "../core/answer.ts";
import { toRfc3339 } from "../core/china-time.ts";
import type { WechatAccount } from "./account.ts";
import { encryptResource } from "./aead.ts";
import { ok, refusals } from "./refusal.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/**
 * The platform certificates that have not expired by real time, those that come into effect later among
 * them, each encrypted with the merchant's APIv3 key. A merchant of the public key has none.
 */
export function downloadCertificates(desk: WechatDesk, account: WechatAccount): Reply {
  if (account.mode === "public_key") return refusals.noCertificates;
  const now = desk.clock.realNow();
  const data = desk.platform.certificates
    .filter((certificate) => now < certificate.expiresAt)
    .map((certificate) => {
      const nonce = randomBytes(6).toString("hex");
      const associatedData = "certificate";
      return {
        serial_no: certificate.serial,
        effective_time: toRfc3339(certificate.effectiveAt),
        expire_time: toRfc3339(certificate.expiresAt),
        encrypt_certificate: {
          algorithm: "AEAD_AES_256_GCM",
          nonce,
          associated_data: associatedData,
          ciphertext: encryptResource(account.apiv3Key, certificate.pem, { nonce, associatedData }),
        },
      };
    });
  return ok({ data });
}
