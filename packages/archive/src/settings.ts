import { tmpdir } from "node:os";
import { z } from "zod";
import { parseArchiveLocation } from "./archive-location.ts";

/** What an archive is opened with, by the name of its variable. */
export const archiveSettings = {
  /** A folder, or a bucket of S3 or of what speaks like it. */
  ARCHIVE_URL: z
    .string()
    .default(".local/archive")
    .transform((text, context) => {
      const location = parseArchiveLocation(text);
      if (location !== null) return location;
      const message =
        "must be a folder, file:///folder or s3://bucket/prefix?region=…&endpoint=…&path_style=1, without a secret";
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }),
  /** For S3; where they are left out, the ways of the AWS SDK count, such as AWS_ACCESS_KEY_ID or a role. */
  ARCHIVE_ACCESS_KEY_ID: z.string().optional(),
  ARCHIVE_SECRET_ACCESS_KEY: z.string().optional(),
  /** Where bills lie while they are fetched and read: a disk with room for a few, and no memory. */
  SCRATCH_DIR: z.string().default(tmpdir()),
};

const schema = z.object(archiveSettings);

export type ArchiveSettings = z.output<typeof schema>;
