import type { Readable } from "node:stream";
import { responseStart } from "./response-start.ts";

/** How much of an answer is read, so that a short one leaves its connection usable; then it is cut. */
const mostBytes = 16 * 1_024;

/** Never rejects: what came before a body broke off, took too long or became too long is its start. */
export async function readResponseStart(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      // because undici's bodies give buffers as long as no encoding is set
      const buffer = chunk as Buffer;
      chunks.push(buffer);
      bytes += buffer.length;
      if (bytes > mostBytes) break;
    }
  } catch {
    // The status has decided already.
  }
  return responseStart(Buffer.concat(chunks));
}
