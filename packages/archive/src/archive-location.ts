import { fileURLToPath } from "node:url";

/** Where an archive is. */
export type ArchiveLocation =
  | { readonly kind: "directory"; readonly path: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      /** Before every key: empty, or with a slash at its end. */
      readonly prefix: string;
      readonly region: string;
      /** Of a store that is not Amazon's; null for the one of the region. */
      readonly endpoint: string | null;
      /** The bucket goes into the path and not into the host's name. */
      readonly isPathStyle: boolean;
    };

const bucketForm = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const prefixForm = /^[\w.-]+(\/[\w.-]+)*$/;
const parameters: ReadonlySet<string> = new Set(["region", "endpoint", "path_style"]);

/**
 * Reads `file:///folder`, the path of a folder, or `s3://bucket/prefix?region=…&endpoint=…&path_style=1`.
 *
 * @returns null for anything else
 */
export function parseArchiveLocation(text: string): ArchiveLocation | null {
  if (!/^[a-z0-9+]+:/i.test(text)) return { kind: "directory", path: text };
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol === "file:") {
    return text.startsWith("file:///") ? { kind: "directory", path: fileURLToPath(url) } : null;
  }
  return url.protocol === "s3:" ? parseS3(url) : null;
}

function parseS3(url: URL): ArchiveLocation | null {
  const { hostname: bucket, searchParams: given } = url;
  const prefix = url.pathname.replaceAll(/^\/+|\/+$/g, "");
  const endpoint = given.get("endpoint");
  const isKnown = [...given.keys()].every((name) => parameters.has(name));
  const hasSecret = url.username !== "" || url.password !== "";
  if (!bucketForm.test(bucket) || !isKnown || hasSecret) return null;
  if (prefix !== "" && !prefixForm.test(prefix)) return null;
  if (endpoint !== null && !/^https?:\/\/[^/]/.test(endpoint)) return null;
  return {
    kind: "s3",
    bucket,
    prefix: prefix === "" ? "" : `${prefix}/`,
    region: given.get("region") ?? "us-east-1",
    endpoint,
    isPathStyle: given.get("path_style") === "1",
  };
}
