import type { HttpCore } from "./http-core.ts";

/**
 * Two hosts of one channel. A request whose connection to the first could not be made goes to the second,
 * once and as it is: nothing of it was sent before. After any other failure it may have been worked on, and
 * the second host gets nothing.
 */
export function createHttpFailover(first: HttpCore, second: HttpCore): HttpCore {
  return {
    send: async (request) => {
      const outcome = await first.send(request);
      const wasSent = outcome.kind === "answered" || outcome.failure !== "connect_failed";
      return wasSent || request.deadline.aborted ? outcome : second.send(request);
    },
    dispose: async () => {
      await Promise.all([first.dispose(), second.dispose()]);
    },
  };
}
