import { describe, expect, it } from "vitest";
import { parseArchiveLocation } from "./archive-location.ts";

describe("parseArchiveLocation", () => {
  it.each([
    ["file:///var/lib/compose-pay/archive", "/var/lib/compose-pay/archive"],
    [".local/archive", ".local/archive"],
    ["/var/lib/archive", "/var/lib/archive"],
  ])("reads the folder of %s", (text, path) => {
    expect(parseArchiveLocation(text)).toEqual({ kind: "directory", path });
  });

  it("reads a bucket with all that may be said of it", () => {
    const text =
      "s3://pay-bills/prod/raw/?region=cn-north-1&endpoint=https://minio.example:9000&path_style=1";
    expect(parseArchiveLocation(text)).toEqual({
      kind: "s3",
      bucket: "pay-bills",
      prefix: "prod/raw/",
      region: "cn-north-1",
      endpoint: "https://minio.example:9000",
      isPathStyle: true,
    });
    expect(parseArchiveLocation("s3://pay-bills")).toMatchObject({ prefix: "", endpoint: null });
  });

  it.each([
    "http://example.com/bills",
    "s3://key:secret@pay-bills/",
    "s3://pay-bills/?secret=1",
    "s3://pay-bills/?endpoint=minio:9000",
    "s3://pay-bills/a//b",
    "s3:///nowhere",
    "file:relative",
  ])("refuses %s", (text) => {
    expect(parseArchiveLocation(text)).toBeNull();
  });
});
