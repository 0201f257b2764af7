import type { Dispatcher } from "undici";
import type { Connection } from "./connection.ts";
import { deliveryFaultOf } from "./delivery-fault.ts";
import { keptBytes, responseStart } from "./response-start.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { WebhookAnswer } from "./webhook-answer.ts";

/** How much of a body is read, so that a short one leaves its connection usable; then it is cut. */
const mostBodyBytes = 16 * 1_024;

interface Head {
  readonly status: number;
  readonly retryAfterMs: number | null;
}

/** Takes what comes back for one POST, and says what it was as soon as that is known. */
export interface AnswerReader extends Dispatcher.DispatchHandler {
  /** By which connection it went; null before it has one. */
  connection: Connection | null;
  /** Ends the POST: its time is over. */
  expire(): void;
}

/** @param settle is called once, also when the connection never comes or breaks */
export function createAnswerReader(settle: (answer: WebhookAnswer) => void): AnswerReader {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let head: Head | null = null;
  let control: Dispatcher.DispatchController | null = null;
  let isSettled = false;
  const settleWith = (fault: () => WebhookAnswer & { readonly kind: "unanswered" }): void => {
    if (isSettled) return;
    isSettled = true;
    settle(head === null ? fault() : answered(head, Buffer.concat(chunks), addressOf(reader)));
  };
  const end = (error: unknown): void => settleWith(() => unanswered(error, addressOf(reader)));
  const reader: AnswerReader = {
    connection: null,
    expire: () => {
      const error = new DOMException("the time for the attempt is over", "TimeoutError");
      end(error);
      control?.abort(error);
    },
    onRequestStart: (controller) => {
      control = controller;
      reader.connection?.begin();
      // The connection came when the time was over already.
      if (isSettled) controller.abort(new Error("too late"));
    },
    onResponseStart: (_controller, status, headers) => {
      // What comes before the answer itself, such as 103, says nothing.
      if (status < 200) return;
      const { "retry-after": wait } = headers;
      head = { status, retryAfterMs: typeof wait === "string" ? retryAfterMs(wait, new Date()) : null };
    },
    onResponseData: (controller, chunk) => {
      if (bytes <= keptBytes) chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBodyBytes) controller.abort(new Error("long enough"));
    },
    // The connection is free one turn later: whoever posts again at once then takes it, and not another one.
    onResponseEnd: () => process.nextTick(() => setImmediate(end, null)),
    onResponseError: (_controller, error) => end(error),
  };
  return reader;
}

function addressOf({ connection }: AnswerReader): string | null {
  return connection?.address ?? null;
}

function answered(head: Head, body: Buffer, address: string | null): WebhookAnswer {
  return { kind: "answered", address, ...head, responseStart: responseStart(body) };
}

function unanswered(error: unknown, address: string | null) {
  return { kind: "unanswered", address, fault: deliveryFaultOf(error) } as const;
}
