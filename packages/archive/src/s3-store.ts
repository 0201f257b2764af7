import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { ArchiveError } from "./archive.ts";
import type { ArchiveLocation } from "./archive-location.ts";
import type { ArchiveStore } from "./archive-store.ts";

export interface S3Options {
  readonly location: Extract<ArchiveLocation, { kind: "s3" }>;
  /** Null for the ways of the AWS SDK. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  readonly scratchFolder: string;
}

/** A request that gets nowhere is given up after it. */
const connectTimeoutMs = 5_000;
const silenceMs = 60_000;

/** Files are objects under a prefix and their key. One PUT each: it takes 5 GiB, and half of one never shows. */
export function openS3Store(options: S3Options): ArchiveStore {
  const { bucket: Bucket, prefix } = options.location;
  let opened: S3Client | undefined;
  const clientOf = ({ S3Client }: Awaited<ReturnType<typeof loadSdk>>) =>
    (opened ??= new S3Client(configurationOf(options)));
  return {
    scratchFolder: options.scratchFolder,
    put: async ({ key, path, storedBytes, md5 }) => {
      const sdk = await loadSdk();
      const Body = createReadStream(path);
      const order = { Bucket, Key: prefix + key, Body, ContentLength: storedBytes, ContentMD5: md5 };
      try {
        await clientOf(sdk).send(new sdk.PutObjectCommand(order));
      } finally {
        Body.destroy();
      }
    },
    read: async (key) => {
      const sdk = await loadSdk();
      try {
        const { Body } = await clientOf(sdk).send(new sdk.GetObjectCommand({ Bucket, Key: prefix + key }));
        if (Body instanceof Readable) return Body;
      } catch (cause) {
        if (!(cause instanceof sdk.NoSuchKey)) throw cause;
        throw new ArchiveError("missing", `nothing is kept under ${key}`, { cause });
      }
      throw new Error("the S3 client answers with streams of Node");
    },
    remove: async (key) => {
      const sdk = await loadSdk();
      await clientOf(sdk).send(new sdk.DeleteObjectCommand({ Bucket, Key: prefix + key }));
    },
    close: () => opened?.destroy(),
  };
}

/** It takes 25 MB of memory, which only those pay who fetch a bill. */
function loadSdk() {
  return import("@aws-sdk/client-s3");
}

function configurationOf({ location, credentials }: S3Options): S3ClientConfig {
  return {
    region: location.region,
    forcePathStyle: location.isPathStyle,
    // What the newer sums need in a request is not understood by every store; Content-MD5 is by all.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: connectTimeoutMs, socketTimeout: silenceMs },
    ...(location.endpoint === null ? {} : { endpoint: location.endpoint }),
    ...(credentials === null ? {} : { credentials }),
  };
}
