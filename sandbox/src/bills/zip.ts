import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";

/** Larger ones need ZIP64, which is not written here. */
const mostBytes = 0xffff_ffff;
const deflateLevel = 1;
/** Sizes and checksum stand behind the data; the names are not said to be UTF-8. */
const flags = 0x0008;
const deflated = 8;
const version = 20;

export type ZipMember = {
  /** The bytes of its name, in whatever charset. */
  readonly name: Buffer;
  /** Called once, when the members before it are written. */
  readonly chunks: () => Iterable<Buffer>;
};

type Written = {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
};

/**
 * A ZIP file piece by piece, whatever its size up to 4 GiB a member. `time` is the members', in
 * milliseconds, written as the wall clock of GMT+8: the same members at the same time are the same bytes.
 */
export async function* writeZip(members: readonly ZipMember[], time: number): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  const stamp = dosTime(time);
  let offset = 0;
  for (const { name, chunks } of members) {
    const head = localHeader(name, stamp);
    yield head;
    const sums = { crc: 0, size: 0 };
    const deflate = createDeflateRaw({ level: deflateLevel });
    const source = Readable.from(counted(chunks(), sums), { highWaterMark: 1 });
    pipeline(source, deflate).catch((error: Error) => deflate.destroy(error));
    let packed = 0;
    // because a deflating stream yields Buffers
    for await (const piece of deflate as AsyncIterable<Buffer>) {
      packed += piece.length;
      yield piece;
    }
    const member = { name, offset, packed, ...sums };
    if (member.size > mostBytes || offset > mostBytes) throw new Error("a ZIP member of more than 4 GiB");
    yield descriptor(member);
    written.push(member);
    offset += head.length + packed + 16;
  }
  const directory = Buffer.concat(written.map((member) => centralHeader(member, stamp)));
  yield directory;
  yield endOfDirectory(written.length, directory.length, offset);
}

function* counted(chunks: Iterable<Buffer>, sums: { crc: number; size: number }): Generator<Buffer> {
  for (const chunk of chunks) {
    sums.crc = crc32(chunk, sums.crc);
    sums.size += chunk.length;
    yield chunk;
  }
}

/** Two 16-bit numbers, the time above the date in the bytes' order. */
function dosTime(time: number): number {
  const [date = "", clock = ""] = new Date(time + 8 * 3_600_000).toISOString().split("T");
  const [year = 1980, month = 1, day = 1] = date.split("-").map(Number);
  const [hour = 0, minute = 0, second = 0] = clock.slice(0, 8).split(":").map(Number);
  return (
    (((year - 1980) << 25) | (month << 21) | (day << 16) | (hour << 11) | (minute << 5) | (second >> 1)) >>> 0
  );
}

function localHeader(name: Buffer, stamp: number): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(version, 4);
  head.writeUInt16LE(flags, 6);
  head.writeUInt16LE(deflated, 8);
  head.writeUInt32LE(stamp, 10);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor({ crc, packed, size }: Written): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  writeSums(bytes, 4, { crc, packed, size });
  return bytes;
}

function centralHeader(member: Written, stamp: number): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(version, 4);
  head.writeUInt16LE(version, 6);
  head.writeUInt16LE(flags, 8);
  head.writeUInt16LE(deflated, 10);
  head.writeUInt32LE(stamp, 12);
  writeSums(head, 16, member);
  head.writeUInt16LE(member.name.length, 28);
  head.writeUInt32LE(member.offset, 42);
  return Buffer.concat([head, member.name]);
}

function writeSums(bytes: Buffer, at: number, sums: Pick<Written, "crc" | "packed" | "size">): void {
  bytes.writeUInt32LE(sums.crc, at);
  bytes.writeUInt32LE(sums.packed, at + 4);
  bytes.writeUInt32LE(sums.size, at + 8);
}

function endOfDirectory(count: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
