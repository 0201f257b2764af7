/** Strict base64: Node's own decoder skips what it does not know, so that two texts would be one signature. */
export function bytesOfBase64(text: string): Buffer | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return Buffer.from(text, "base64");
}
