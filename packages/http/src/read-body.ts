import type { IncomingMessage } from "node:http";

export type BodyReading =
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "too_large" }
  /** The client went away before its end. */
  | { readonly kind: "incomplete" }
  /** It had not come to its end by the deadline. */
  | { readonly kind: "late" };

export interface BodyBounds {
  readonly mostBytes: number;
  /** From the beginning of the reading; without it the server's bound of a whole request holds. */
  readonly deadlineMs?: number;
}

/**
 * Reads a body to its end, or to the first byte too many. What comes after that is thrown away while the
 * answer is on its way, for as long as the server lets a request last: a client that is cut off in the
 * middle of sending would not read the answer.
 */
export function readBody(
  request: IncomingMessage,
  { mostBytes, deadlineMs }: BodyBounds,
): Promise<BodyReading> {
  const declaredBytes = Number(request.headers["content-length"] ?? 0);
  if (declaredBytes > mostBytes) return Promise.resolve({ kind: "too_large" });
  if (request.destroyed) return Promise.resolve({ kind: "incomplete" });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (reading: BodyReading): void => {
      clearTimeout(timer);
      request.off("data", take);
      resolve(reading);
    };
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= mostBytes) return;
      settle({ kind: "too_large" });
      request.resume();
    };
    const timer =
      deadlineMs === undefined ? undefined : setTimeout(() => settle({ kind: "late" }), deadlineMs);
    request.on("data", take);
    request.once("end", () => settle({ kind: "bytes", bytes: joined(chunks) }));
    request.once("error", () => settle({ kind: "incomplete" }));
    request.once("close", () => settle({ kind: "incomplete" }));
  });
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
}
