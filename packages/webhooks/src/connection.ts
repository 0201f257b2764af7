import type { Socket } from "node:net";
import type { buildConnector } from "undici";

/** All that is read for one POST: head, body, the sizes of its chunks, trailers, answers before the answer. */
const mostWireBytes = 128 * 1_024;

/** One connection at a time to one host and port. */
export interface Connection {
  /** Where it goes, once it is open; where it went, when it has ended and no other is on its way. */
  readonly address: string | null;
  /** A POST begins: what it may read is counted from here. */
  begin(): void;
  /** A connector that makes each connection it opens this one. */
  openedBy(connect: buildConnector.connector): buildConnector.connector;
}

export function createConnection(): Connection {
  let socket: Socket | null = null;
  let address: string | null = null;
  let readUpTo = mostWireBytes;
  const take = (opened: Socket): void => {
    socket = opened;
    address = opened.remoteAddress ?? null;
    readUpTo = mostWireBytes;
    // A parser that is fed nothing but chunk sizes, trailers or 103s never says so by itself.
    opened.on("readable", () => {
      if (opened.bytesRead > readUpTo) opened.destroy(tooLong());
    });
  };
  return {
    get address() {
      return address;
    },
    begin: () => {
      readUpTo = (socket?.bytesRead ?? 0) + mostWireBytes;
    },
    openedBy: (connect) => (options, callback) => {
      address = null;
      connect(options, (...outcome) => {
        const [, opened] = outcome;
        if (opened !== null) take(opened);
        callback(...outcome);
      });
    },
  };
}

function tooLong(): Error {
  return Object.assign(new Error("the answer is too long"), { code: "ANSWER_TOO_LONG" });
}
