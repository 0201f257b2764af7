/**
 * Raw files as they came, kept under what they contain: the same bytes are kept once, and what is brought back is what
 * was kept. A file is there whole or not at all.
 */
export interface Archive {
  /**
   * Keeps a file; one that is there already is written anew, so that a damaged one is whole again.
   *
   * @param content the path of a file, or its bytes
   * @throws ArchiveError `too_large`, what `content` throws, or the store's error; then nothing is kept
   */
  keep(content: string | AsyncIterable<Uint8Array>): Promise<KeptFile>;
  /**
   * Writes a kept file to a path, over one that may be there, once it is found to be what was kept.
   *
   * @throws ArchiveError `missing`, `damaged` or `key_malformed`, or the store's error; then the path is as it was
   */
  bring(key: string, toPath: string): Promise<void>;
  /** A key under which nothing is kept is no fault. */
  remove(key: string): Promise<void>;
  /** Ends the connections there may be. */
  close(): void;
}

export interface KeptFile {
  /** At most 70 characters, the same in every store. */
  readonly key: string;
  /** Of the file as it came, in lower-case hex. */
  readonly sha256: string;
  /** Of the file as it came. */
  readonly bytes: number;
  /** What it takes in the store, where it is compressed. */
  readonly storedBytes: number;
}

/** Larger files are refused. */
export const mostBytes = 8 * 1024 ** 3;
/** As it is stored: what one PUT of S3 takes. */
export const mostStoredBytes = 5 * 1024 ** 3;

export type ArchiveFault = "missing" | "damaged" | "too_large" | "key_malformed";

export class ArchiveError extends Error {
  readonly fault: ArchiveFault;

  constructor(fault: ArchiveFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ArchiveError";
    this.fault = fault;
  }
}
