import type { DownloadOutcome, HttpCore } from "./http-core.ts";

/**
 * Two hosts of one channel. A request whose connection to the first could not be made goes to the second,
 * once and as it is: nothing of it was sent before. After any other failure it may have been worked on, and
 * the second host gets nothing.
 */
export function createHttpFailover(first: HttpCore, second: HttpCore): HttpCore {
  return {
    send: async (request) => {
      const outcome = await first.send(request);
      return wasSent(outcome) || request.deadline.aborted ? outcome : second.send(request);
    },
    download: async (request) => {
      const outcome = await first.download(request);
      return wasSent(outcome) || request.deadline.aborted ? outcome : second.download(request);
    },
    dispose: async () => {
      await Promise.all([first.dispose(), second.dispose()]);
    },
  };
}

function wasSent(outcome: DownloadOutcome): boolean {
  return outcome.kind !== "failed" || outcome.failure !== "connect_failed";
}
