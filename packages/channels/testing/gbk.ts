/** The bytes of a text in GBK, by turning the decoder's table around. */
export function gbkOf(text: string): Buffer {
  return Buffer.concat(
    Array.from(text, (character) => {
      if (character <= "\x7f") return Buffer.from(character);
      const bytes = table.get(character);
      if (bytes === undefined) throw new Error(`${character} is not in GBK`);
      return Buffer.from(bytes);
    }),
  );
}

const decoder = new TextDecoder("gbk");
const table = tableOfGbk();

function tableOfGbk(): ReadonlyMap<string, readonly [number, number]> {
  const all = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (trail !== 0x7f && text.length === 1 && text !== "\ufffd") all.set(text, [lead, trail]);
    }
  }
  return all;
}
