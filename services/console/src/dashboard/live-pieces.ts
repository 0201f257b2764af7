import type { SharedReading } from "./shared-reading.ts";

export interface LiveOptions<Value> {
  readonly reading: Pick<SharedReading<Value>, "listen">;
  readonly show: (value: Value) => unknown;
  /** Whether who listens may still do so. */
  readonly isLetIn: () => Promise<boolean>;
  readonly rhythm: LiveRhythm;
}

export interface LiveRhythm {
  /** A comment is sent when nothing else was for so long, or a proxy between takes the stream for dead. */
  readonly beatMs: number;
  readonly askEveryMs: number;
}

/** After this the page comes again when the stream broke off. */
const retryMs = 5_000;

/**
 * The stream of one page (`text/event-stream`): each datum is one answer. It ends with the process, and when who listens may
 * not do so any more.
 */
export async function* livePieces<Value>(options: LiveOptions<Value>): AsyncGenerator<string> {
  const { reading, show, rhythm } = options;
  const listener = reading.listen();
  if (listener === null) return;
  try {
    yield `retry: ${retryMs}\n\n`;
    let askedAtMs = performance.now();
    for (;;) {
      const news = await listener.next(rhythm.beatMs);
      if (news.kind === "end") return;
      if (performance.now() - askedAtMs >= rhythm.askEveryMs) {
        if (!(await options.isLetIn())) return;
        askedAtMs = performance.now();
      }
      // JSON has no line break of its own, which would end the datum.
      yield news.kind === "value" ? `data: ${JSON.stringify(show(news.value))}\n\n` : ": still here\n\n";
    }
  } finally {
    listener.leave();
  }
}
