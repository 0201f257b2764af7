import { ArchiveError } from "./archive.ts";

const form = /^([0-9a-f]{2})\/(\1[0-9a-f]{62})\.gz$/;

/** Two hundred and fifty-six folders, so that none becomes too long to list. */
export function keyOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256}.gz`;
}

/**
 * What the file of a key must hash to. Nothing but a key of `keyOf` passes, so that no key leads out of the store.
 *
 * @throws ArchiveError `key_malformed`
 */
export function sha256OfKey(key: string): string {
  const sha256 = form.exec(key)?.[2];
  if (sha256 === undefined) throw new ArchiveError("key_malformed", "it is no key of the archive");
  return sha256;
}
