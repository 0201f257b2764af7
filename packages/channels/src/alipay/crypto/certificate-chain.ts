import type { X509Certificate } from "node:crypto";

/** More than any authority has below its root. */
const longestChain = 6;

/**
 * Whether the first certificate was issued under one of the roots, by authorities that come with it in any
 * order, all of them valid at that time.
 */
export function isIssuedUnder(
  roots: readonly X509Certificate[],
  [leaf, ...authorities]: readonly X509Certificate[],
  at: Date,
): boolean {
  if (leaf === undefined) return false;
  let current = leaf;
  for (let length = 0; length < longestChain; length += 1) {
    if (!isValidAt(current, at)) return false;
    if (roots.some((root) => isValidAt(root, at) && hasIssued(root, current))) return true;
    const issuer = authorities.find((authority) => hasIssued(authority, current));
    if (issuer === undefined) return false;
    current = issuer;
  }
  return false;
}

export function isValidAt(certificate: X509Certificate, at: Date): boolean {
  return certificate.validFromDate <= at && at < certificate.validToDate;
}

/** False too for keys that this build of OpenSSL cannot use; a bundle of roots holds one with SM2. */
function hasIssued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}
