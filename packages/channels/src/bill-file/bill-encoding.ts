import { isUtf8 } from "node:buffer";

/** How the bytes of a bill become text. Both are strict: a byte that is no text is a fault. */
export interface BillEncoding {
  readonly name: "UTF-8" | "GB18030";
  isValid(bytes: Uint8Array): boolean;
  /** @throws TypeError for bytes that are no text */
  decode(bytes: Uint8Array): string;
}

const utf8Decoder = new TextDecoder("utf-8", { fatal: true });
export const utf8: BillEncoding = {
  name: "UTF-8",
  isValid: isUtf8,
  decode: (bytes) => utf8Decoder.decode(bytes),
};

/** GBK is a part of it. */
const gb18030Decoder = new TextDecoder("gb18030", { fatal: true });
export const gb18030: BillEncoding = {
  name: "GB18030",
  isValid: (bytes) => {
    try {
      gb18030Decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  },
  decode: (bytes) => gb18030Decoder.decode(bytes),
};
