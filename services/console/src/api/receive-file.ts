import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import { withScratchFolder } from "@compose-pay/archive";
import type { ConsoleSettings } from "../settings.ts";
import { waitForBody } from "./late-bodies.ts";
import { type FileFacts, type Outcome, type ReceivedFile, type Refused, refused } from "./handler.ts";

/**
 * Writes the body of an `upload` to the scratch folder, piece by piece, and runs the work with it; the file is gone
 * afterwards. Its size and hash are in the audit, whatever comes of it.
 */
export async function withReceivedFile<Answer>(
  { request, settings }: { readonly request: IncomingMessage; readonly settings: ConsoleSettings },
  work: (file: ReceivedFile) => Promise<Outcome<Answer>>,
): Promise<Outcome<Answer>> {
  const mostBytes = settings.MOST_UPLOAD_BYTES;
  if (request.headers["content-type"] !== "application/octet-stream")
    return refused("body_malformed", "the Content-Type must be application/octet-stream");
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) return tooLarge(mostBytes);
  waitForBody(request);
  return withScratchFolder(settings.SCRATCH_DIR, async (folder) => {
    const target = path.join(folder, "received");
    const facts = await save(request, { target, mostBytes });
    if (facts === "too_large") return tooLarge(mostBytes);
    if (facts === "incomplete") return refused("body_malformed", "the file ended before its length");
    return withFacts(await work({ ...facts, path: target }), facts);
  });
}

async function save(
  request: IncomingMessage,
  { target, mostBytes }: { readonly target: string; readonly mostBytes: number },
): Promise<FileFacts | "too_large" | "incomplete"> {
  const hash = createHash("sha256");
  let bytes = 0;
  await using file = await open(target, "wx", 0o600);
  const pieces = piecesOf(request);
  try {
    for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) {
      bytes += piece.value.length;
      if (bytes > mostBytes) {
        // What still comes is thrown away: a client that is cut off while it sends would not read the answer.
        request.resume();
        return "too_large";
      }
      hash.update(piece.value);
      await file.writeFile(piece.value);
    }
  } catch (error) {
    if (request.errored !== null || request.destroyed) return "incomplete";
    throw error;
  }
  return request.complete ? { bytes, sha256: hash.digest("hex") } : "incomplete";
}

/** Leaving off early does not close the connection, on which the answer has yet to go. */
function piecesOf(request: IncomingMessage): AsyncIterator<Buffer> {
  // because nobody has set an encoding, so that the pieces are bytes
  return request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
}

function tooLarge(mostBytes: number): Refused {
  return refused("file_too_large", `the file must be at most ${mostBytes} bytes`);
}

function withFacts<Answer>(outcome: Outcome<Answer>, file: FileFacts): Outcome<Answer> {
  switch (outcome.kind) {
    case "done":
      return { ...outcome, audit: { ...outcome.audit, file } };
    case "refused":
      return { ...outcome, file };
    case "file":
      return outcome;
  }
}
