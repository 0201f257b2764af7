import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  alipayTable,
  archiveOf,
  detailName,
  membersOf,
  sellerId,
  summaryName,
} from "../../../testing/alipay-bills.ts";
import { gbkOf } from "../../../testing/gbk.ts";
import { faultOf, readAll } from "../../../testing/read-bills.ts";
import { openTestFiles, type TestFiles } from "../../../testing/test-files.ts";
import { type ZipMember, zipOf } from "../../../testing/zip.ts";
import { readAlipayTradeBill } from "./read-alipay-bill.ts";

let files: TestFiles;
beforeAll(async () => {
  files = await openTestFiles();
});
afterAll(() => files.remove());

const [details, summary] = membersOf(alipayTable);

const read = async (bytes: Buffer) => readAlipayTradeBill(await files.of(bytes), sellerId);
const readMembers = (...members: readonly ZipMember[]) => read(zipOf(members));

describe("the archive of a bill", () => {
  it("may name its members in GBK, or in UTF-8 whether it says so or not, in any order", async () => {
    const utf8 = { ...details, name: Buffer.from("2088_20261122_业务明细.csv") };
    const told = { ...summary, name: Buffer.from("2088_业务明细（汇总）.csv"), told: { flags: 0x800 } };
    const other = { name: gbkOf("说明.txt"), data: Buffer.from("?") };
    for (const bytes of [archiveOf(alipayTable), zipOf([told, other, utf8])]) {
      expect((await readAll(await read(bytes))).lines).toHaveLength(2);
    }
  });

  it("is cut off at any place: no totals come of it", async () => {
    const bytes = archiveOf(alipayTable);
    for (let length = 0; length < bytes.length; length += 13) {
      expect(await faultOf(await read(bytes.subarray(0, length)))).toMatchObject({
        reason: "archive_broken",
      });
    }
  });

  it("with any byte of its members changed is not read to its totals", async () => {
    const bytes = archiveOf(alipayTable);
    const first = 30 + detailName.length;
    for (let at = first; at < first + 400; at += 7) {
      const spoilt = Buffer.from(bytes);
      spoilt[at] = (spoilt[at] ?? 0) ^ 0x10;
      await expect(readAll(await read(spoilt))).rejects.toMatchObject({ name: "BillUnreadable" });
    }
  });

  it("whose checksum is not that of its bytes is refused", async () => {
    const fault = await faultOf(await readMembers({ ...details, told: { crc: 1 } }, summary));
    expect(fault).toMatchObject({ reason: "checksum_wrong" });
  });

  it.each([
    "../20261122_业务明细.csv",
    "/etc/20261122_业务明细.csv",
    "a/20261122_业务明细.csv",
    "..\\20261122_业务明细.csv",
    "C:20261122_业务明细.csv",
  ])("with a member called %j is refused", async (name) => {
    expect(await faultOf(await readMembers({ ...details, name: gbkOf(name) }, summary))).toMatchObject({
      reason: "archive_refused",
    });
  });

  it.each([
    ["an encrypted member", { flags: 1 }],
    ["a member packed in an unknown way", { method: 12 }],
  ])("with %s is refused", async (_, told) => {
    expect(await faultOf(await readMembers({ ...details, told }, summary))).toMatchObject({
      reason: "archive_refused",
    });
  });

  it("with the details or the summary twice, or without one of them, is refused", async () => {
    const again = { ...details, name: gbkOf("2088_业务明细.csv") };
    expect(await faultOf(await readMembers(details, again, summary))).toMatchObject({
      reason: "member_twice",
    });
    expect(await faultOf(await readMembers(details))).toMatchObject({ reason: "member_missing" });
    expect(await faultOf(await readMembers(summary))).toMatchObject({ reason: "member_missing" });
  });

  it("with more members than a bill has is refused", async () => {
    const more = Array.from({ length: 10 }, (_, index) => ({
      name: Buffer.from(`${index}.csv`),
      data: Buffer.from("?"),
    }));
    expect(await faultOf(await readMembers(details, summary, ...more))).toMatchObject({
      reason: "archive_refused",
    });
  });

  it("that grows without end is refused before it is unpacked", async () => {
    const bomb = { name: detailName, data: Buffer.alloc(67_108_864) };
    const path = await files.of(zipOf([bomb, { ...summary, name: summaryName }]));
    const startedAt = performance.now();
    expect(await faultOf(readAlipayTradeBill(path, sellerId))).toMatchObject({ reason: "archive_refused" });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it("that grows beyond what it says of itself is given up there", async () => {
    const liar = { name: detailName, data: Buffer.alloc(67_108_864), told: { size: 1_000 } };
    expect(await faultOf(await readMembers(liar, summary))).toMatchObject({ reason: "archive_broken" });
  });

  it("that says it is larger than any bill is refused", async () => {
    const large = { ...details, told: { size: 0xffff_fffe } };
    expect(await faultOf(await readMembers(large, summary))).toMatchObject({ reason: "archive_refused" });
  });

  it("that is not there is a fault of the disk, and no broken bill", async () => {
    await expect(readAll(readAlipayTradeBill("/nowhere/bill.zip", sellerId))).rejects.toMatchObject({
      code: "ENOENT",
    });
  });
});
