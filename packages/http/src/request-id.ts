import type { IncomingMessage, ServerResponse } from "node:http";
import { newId } from "@compose-pay/runtime";

const header = "X-Request-Id";
const accepted = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives every answer its request id: the client's own if it can be used, else a new one. */
export function giveRequestId(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const given = request.headers["x-request-id"];
  const isUsable = typeof given === "string" && accepted.test(given);
  response.setHeader(header, isUsable ? given : newId("req"));
  next();
}

/** The id that the answer carries; also the trace id of everything that follows from the request. */
export function requestIdOf(response: ServerResponse): string {
  const id = response.getHeader(header);
  if (typeof id !== "string") throw new Error("giveRequestId runs before every route");
  return id;
}
