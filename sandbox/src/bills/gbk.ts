const unknownCharacter = 0x3f;

/** GBK, the two-byte part of GB18030, as Alipay writes its bills. What is not in it becomes `?`. */
export function encodeGbk(text: string): Buffer {
  const codes = (table ??= buildTable());
  const bytes = Buffer.allocUnsafe(text.length * 2);
  let at = 0;
  for (let nth = 0; nth < text.length; nth += 1) {
    const unit = text.charCodeAt(nth);
    if (unit < 0x80) {
      at = bytes.writeUInt8(unit, at);
      continue;
    }
    const code = codes[unit] ?? 0;
    if (code > 0) at = bytes.writeUInt16BE(code, at);
    else if (unit < 0xdc00 || unit > 0xdfff) at = bytes.writeUInt8(unknownCharacter, at);
    // The second half of a pair was answered for by the first one.
  }
  return bytes.subarray(0, at);
}

let table: Uint16Array | undefined;

/** Node decodes and does not encode: the table is what its decoder says of every pair of bytes. */
function buildTable(): Uint16Array {
  const decoder = new TextDecoder("gb18030");
  const codes = new Uint16Array(0x1_0000);
  for (let code = 0x8140; code <= 0xfefe; code += 1) {
    const low = code & 0xff;
    if (low < 0x40 || low === 0x7f || low === 0xff) continue;
    const text = decoder.decode(Uint8Array.of(code >> 8, low));
    if (text.length === 1 && text !== "\uFFFD") codes[text.charCodeAt(0)] = code;
  }
  return codes;
}
