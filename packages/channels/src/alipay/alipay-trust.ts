import type { KeyObject, X509Certificate } from "node:crypto";

import type { ChannelCertificate } from "../channel-certificate.ts";
import type { AlipayCredentials, CertificateMode } from "./alipay-credentials.ts";
import { isIssuedUnder, isValidAt } from "./crypto/certificate-chain.ts";
import { certificateSerial } from "./crypto/certificate-serial.ts";
import { certificatesIn, rsaKeyOf } from "./crypto/certificate-text.ts";

/** The keys that Alipay's signatures towards one application are checked with. */
export interface AlipayTrust {
  /**
   * The keys that may have signed a message.
   *
   * @param serial the certificate's number as the message tells it, unauthenticated; null when it tells none
   * @returns null when the certificate is not known, or not valid at that time
   */
  keysFor(serial: string | null, at: Date): readonly KeyObject[] | null;
  /** The same with one more certificate; for key mode nothing changes. */
  with(certificate: X509Certificate): AlipayTrust;
}

/** Trusts what the account's file pins, and what was downloaded earlier and still leads to its roots. */
export function createAlipayTrust(
  { trust }: AlipayCredentials,
  downloaded: readonly ChannelCertificate[],
  at: Date,
): AlipayTrust {
  if (trust.mode === "key") return trustKey(trust.alipayKey);
  const chains = downloaded.map(({ pem }) => certificatesIn(pem) ?? []);
  const proven = chains.filter((chain) => isAlipays(trust, chain, at)).flatMap(([leaf]) => leaf ?? []);
  return trustCertificates([trust.alipay, ...proven]);
}

/**
 * Whether the first certificate of a chain is one of Alipay's own. The same roots stand above every
 * merchant's certificate, so it must also have the name of the pinned one, which a renewal keeps.
 */
export function isAlipays(
  { alipay, roots }: CertificateMode,
  chain: readonly X509Certificate[],
  at: Date,
): boolean {
  const [leaf] = chain;
  if (leaf === undefined || rsaKeyOf(leaf) === null) return false;
  return commonNameOf(leaf) === commonNameOf(alipay) && isIssuedUnder(roots, chain, at);
}

/** `支付宝(中国)网络技术有限公司-2088…`; an application's is its seller's number and its own. */
function commonNameOf({ subject }: X509Certificate): string | undefined {
  return /^CN=(.+)$/m.exec(subject)?.[1];
}

function trustKey(key: KeyObject): AlipayTrust {
  const trust: AlipayTrust = { keysFor: () => [key], with: () => trust };
  return trust;
}

function trustCertificates(certificates: readonly X509Certificate[]): AlipayTrust {
  const known = certificates.map((certificate) => ({ certificate, serial: certificateSerial(certificate) }));
  return {
    keysFor: (serial, at) => {
      const fitting = known.filter(
        (one) => isValidAt(one.certificate, at) && (serial === null || one.serial === serial),
      );
      if (serial !== null && fitting.length === 0) return null;
      return fitting.flatMap(({ certificate }) => rsaKeyOf(certificate) ?? []);
    },
    with: (certificate) => trustCertificates([...certificates, certificate]),
  };
}
