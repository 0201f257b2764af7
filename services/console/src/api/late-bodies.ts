import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";

/** So long a body may be on its way, unless it is a file that is waited for. */
const bodyWithinMs = 60_000;

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Cuts off whoever sends a body for longer, answered or not: the bound of the server is that of files. */
export function cutOffLateBodies(): RequestHandler {
  return (request, _, next) => {
    const timer = setTimeout(() => {
      if (!request.complete) request.destroy();
    }, bodyWithinMs);
    timers.set(request, timer);
    request.once("close", () => clearTimeout(timer));
    next();
  };
}

/** Lets the body of a request that was let in come for as long as the server lets any. */
export function waitForBody(request: IncomingMessage): void {
  clearTimeout(timers.get(request));
}
