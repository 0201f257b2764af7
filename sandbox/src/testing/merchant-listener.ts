import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** How the merchant answers: a status and a body, or not at all. */
export type ListenerAnswer =
  | { readonly status: number; readonly body?: string; readonly location?: string }
  | "hang";

/** A merchant's notify_url: it keeps what came and answers as `answer` says. */
export type MerchantListener = {
  readonly url: string;
  readonly received: readonly Received[];
  answer: ListenerAnswer;
  /** Resolves when `count` messages have come; rejects after 5 s. */
  waitFor(count: number): Promise<readonly Received[]>;
  stop(): Promise<void>;
};

export async function startListener(answer: ListenerAnswer): Promise<MerchantListener> {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const headers = Object.fromEntries(
        Object.entries(req.headers).map(([name, value]) => [name, String(value)]),
      );
      received.push({ headers, body: Buffer.concat(chunks).toString() });
      if (listener.answer === "hang") return;
      res.writeHead(
        listener.answer.status,
        listener.answer.location ? { location: listener.answer.location } : {},
      );
      res.end(listener.answer.body ?? "");
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // because a server that listens on a TCP port has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const listener: MerchantListener = {
    url: `http://127.0.0.1:${port}/notify`,
    received,
    answer,
    async waitFor(count) {
      await until(() => received.length >= count, `${count} messages`);
      return received;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return listener;
}

/** Polls `isTrue` every 5 ms until it is, for at most `patienceMs`. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = 5_000,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
