import type { ChannelName } from "@compose-pay/domain";

import { credentialFieldsOfChannel, credentialFormOf } from "./account-form.ts";
import { certificatesIn } from "./alipay/crypto/certificate-text.ts";
import type { ChannelCertificate } from "./channel-certificate.ts";

/** A certificate that stands in an account's own file. Public. */
export interface GivenCertificate {
  /** Its member of `credentials`. */
  readonly field: string;
  /** The merchant's own, or the channel's. */
  readonly of: "own" | "channel";
  /** In upper-case hex. */
  readonly serial: string;
  readonly effectiveAt: Date;
  readonly expiresAt: Date;
}

type Credentials = Readonly<Record<string, unknown>>;

/** The certificates of stored credentials whose end must be watched; what cannot be read is left out. */
export function givenCertificates(
  channel: ChannelName,
  credentials: Credentials,
): readonly GivenCertificate[] {
  return credentialFieldsOfChannel(channel).flatMap(({ name, certificates: of }) =>
    of === null
      ? []
      : textsOf(credentials[name])
          .flatMap((text) => certificatesIn(text) ?? [])
          .map((certificate) => ({
            field: name,
            of,
            serial: certificate.serialNumber,
            effectiveAt: certificate.validFromDate,
            expiresAt: certificate.validToDate,
          })),
  );
}

/**
 * When the first certificate ends without which the account cannot go on: any of its own, and of the channel's, which
 * stand beside their successors, the last one.
 *
 * @returns null where nothing ends
 */
export function certificatesEnd(
  channel: ChannelName,
  credentials: Credentials,
  downloaded: readonly Pick<ChannelCertificate, "expiresAt">[],
): Date | null {
  const given = givenCertificates(channel, credentials);
  const own = given.filter(({ of }) => of === "own").map(({ expiresAt }) => expiresAt.getTime());
  const theirs = credentialFormOf(channel).needsChannelCertificates(credentials)
    ? [...given.filter(({ of }) => of === "channel"), ...downloaded].map(({ expiresAt }) =>
        expiresAt.getTime(),
      )
    : [];
  const ends = theirs.length === 0 ? own : [...own, Math.max(...theirs)];
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}

function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === "string");
}
