import { crc32, deflateRawSync } from "node:zlib";

export interface ZipMember {
  readonly name: Buffer;
  readonly data: Buffer;
  /** Replace what the archive says of the member. */
  readonly told?: {
    readonly flags?: number;
    readonly method?: number;
    readonly crc?: number;
    readonly size?: number;
  };
}

/** A ZIP as PKWARE's APPNOTE describes it: members, their directory, its end. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  let offset = 0;
  const parts = members.map(({ name, data, told = {} }) => {
    const packed = deflateRawSync(data);
    const fields = fieldsOf(name, data, packed.length, told);
    const local = Buffer.concat([hex("504b0304"), u16(20), fields, u16(name.length), u16(0), name, packed]);
    const central = Buffer.concat([
      hex("504b0102"),
      u16(20),
      u16(20),
      fields,
      u16(name.length),
      Buffer.alloc(12),
      u32(offset),
      name,
    ]);
    // Extra field, comment, disk, attributes are 12 bytes; the offset follows them.
    offset += local.length;
    return { local, central };
  });
  const locals = Buffer.concat(parts.map(({ local }) => local));
  const centrals = Buffer.concat(parts.map(({ central }) => central));
  const counts = [u16(0), u16(0), u16(members.length), u16(members.length)];
  const end = [hex("504b0506"), ...counts, u32(centrals.length), u32(locals.length), u16(0)];
  return Buffer.concat([locals, centrals, ...end]);
}

function fieldsOf(
  name: Buffer,
  data: Buffer,
  packedLength: number,
  { flags = 0, method = 8, crc = crc32(data), size = data.length }: NonNullable<ZipMember["told"]>,
): Buffer {
  if (name.length > 0xffff) throw new Error("a name is shorter");
  return Buffer.concat([u16(flags), u16(method), u32(0), u32(crc), u32(packedLength), u32(size)]);
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
