import { crc32 } from "node:zlib";

import { type Entry, openPromise, type ZipFile } from "yauzl";

import { gb18030, utf8 } from "../../bill-file/bill-encoding.ts";
import { BillUnreadable } from "../../bill-file/bill-unreadable.ts";

/** The ZIP that a bill of Alipay comes in. */
export interface BillArchive {
  /** The bytes of 业务明细. @throws BillUnreadable when they are not those that were packed */
  details(): AsyncIterable<Buffer>;
  /** The same of 业务明细(汇总). */
  summary(): AsyncIterable<Buffer>;
  close(): void;
}

const mostMembers = 8;
const largestMemberBytes = 8 * 1024 ** 3;
/** A row for each shop. */
const largestSummaryBytes = 67_108_864;
/** Bills are packed to a tenth or so; a file that is made to grow without end is packed to a thousandth. */
const largestRatio = 200;
/** Below it a ratio says nothing and hurts nobody. */
const harmlessBytes = 1_048_576;

/** @throws BillUnreadable for what is no archive of a bill, and for a file that cannot be read */
export async function openBillArchive(path: string): Promise<BillArchive> {
  const zip = await unbroken(() =>
    openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true }),
  );
  try {
    const members = await membersOf(zip);
    const details = oneOf(members, /_业务明细\.csv$/, "业务明细");
    const summary = oneOf(members, /_业务明细[(（]汇总[)）]\.csv$/, "业务明细(汇总)");
    if (summary.uncompressedSize > largestSummaryBytes)
      throw new BillUnreadable("too_large", null, `业务明细(汇总): ${summary.uncompressedSize} bytes`);
    return {
      details: () => bytesOf(zip, details),
      summary: () => bytesOf(zip, summary),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

interface Member {
  readonly name: string;
  readonly entry: Entry;
}

async function membersOf(zip: ZipFile): Promise<readonly Member[]> {
  if (zip.entryCount > mostMembers)
    throw new BillUnreadable("archive_refused", null, `${zip.entryCount} members`);
  const members: Member[] = [];
  await unbroken(async () => {
    for await (const entry of zip.eachEntry()) members.push({ name: nameOf(entry), entry });
  });
  for (const member of members) refuseDanger(member);
  return members;
}

const utf8Flag = 0x800;

/** Many write UTF-8 without saying so; a name in GBK that is UTF-8 as well is not one of these. */
function nameOf({ fileNameRaw, generalPurposeBitFlag }: Entry): string {
  const isTold = (generalPurposeBitFlag & utf8Flag) !== 0;
  const encoding = isTold || utf8.isValid(fileNameRaw) ? utf8 : gb18030;
  if (encoding.isValid(fileNameRaw)) return encoding.decode(fileNameRaw);
  throw new BillUnreadable("archive_refused", null, "the name of a member is no text");
}

/** Nothing is written under these names; one that would lead elsewhere was made to do harm all the same. */
function refuseDanger({ name, entry }: Member): void {
  if (/[/\\:\0]/.test(name) || name.includes("..")) throw refuse("the name of a member is a path");
  if (entry.isEncrypted()) throw refuse("a member is encrypted");
  if (!entry.canDecodeFileData()) throw refuse("a member is packed in an unknown way");
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > largestMemberBytes)
    throw new BillUnreadable("too_large", null, `${uncompressedSize} bytes`);
  if (uncompressedSize > harmlessBytes && uncompressedSize > compressedSize * largestRatio)
    throw refuse("a member grows too much when it is unpacked");
}

function refuse(why: string): BillUnreadable {
  return new BillUnreadable("archive_refused", null, why);
}

function oneOf(members: readonly Member[], pattern: RegExp, what: string): Entry {
  const [first, second] = members.filter(({ name }) => pattern.test(name));
  if (second !== undefined) throw new BillUnreadable("member_twice", null, what);
  if (first === undefined) throw new BillUnreadable("member_missing", null, what);
  return first.entry;
}

async function* bytesOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void, void> {
  const stream = await unbroken(() => zip.openReadStreamPromise(entry));
  let checksum = 0;
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>; // because no encoding was set
  try {
    for (;;) {
      const next = await unbroken(() => chunks.next());
      if (next.done === true) break;
      checksum = crc32(next.value, checksum);
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
  if (checksum !== entry.crc32) throw new BillUnreadable("checksum_wrong", null, "CRC-32 of a member");
}

/** What the file's bytes make fail is a fault of the bill; what the disk makes fail is not. */
async function unbroken<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const isOfDisk = error instanceof Error && "syscall" in error;
    if (isOfDisk || error instanceof BillUnreadable) throw error;
    const why = error instanceof Error ? error.message : "unknown";
    throw new BillUnreadable("archive_broken", null, why.slice(0, longestDetail));
  }
}

const longestDetail = 128;
