import { Agent, request as send } from "undici";
import { deliveryFaultOf } from "./delivery-fault.ts";
import { readResponseStart } from "./read-response-start.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { WebhookAnswer } from "./webhook-answer.ts";

export interface WebhookRequest {
  readonly url: string;
  /** Whether the event is of a live payment: then it goes by https only. */
  readonly live: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Speaks HTTP to merchants' servers. */
export interface WebhookClient {
  /** One POST. Never rejects: whatever the other side does is an answer or a fault. */
  post(request: WebhookRequest): Promise<WebhookAnswer>;
  /** Cuts what is still under way. */
  close(): Promise<void>;
}

export interface WebhookClientOptions {
  readonly connectTimeoutMs: number;
  /** From the begin of an attempt until its answer is read. */
  readonly totalTimeoutMs: number;
}

/** Below the 5 s after which Node and others close an idle connection, perhaps just as we send on it. */
const keepAliveMs = 4_000;
const mostHeaderBytes = 16 * 1_024;

/**
 * As many connections as there are POSTs under way, which the caller bounds: none waits here for another.
 * Redirects are not followed, certificates are verified, and what is read of an answer is bounded. Its status
 * alone decides: a body that is slow, endless or cut off changes nothing about a 2xx before it.
 */
export function openWebhookClient({ connectTimeoutMs, totalTimeoutMs }: WebhookClientOptions): WebhookClient {
  const agent = new Agent({
    connect: { timeout: connectTimeoutMs },
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    maxHeaderSize: mostHeaderBytes,
    // The deadline of the whole attempt bounds these two.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    post: async ({ url, headers, body }) => {
      const signal = AbortSignal.timeout(totalTimeoutMs);
      try {
        const answer = await send(url, {
          dispatcher: agent,
          method: "POST",
          headers: { ...headers },
          body,
          signal,
        });
        const retryAfter = answer.headers["retry-after"];
        return {
          kind: "answered",
          address: null,
          status: answer.statusCode,
          retryAfterMs: typeof retryAfter === "string" ? retryAfterMs(retryAfter, new Date()) : null,
          responseStart: await readResponseStart(answer.body),
        };
      } catch (error) {
        return { kind: "unanswered", address: null, fault: deliveryFaultOf(error) };
      }
    },
    close: () => agent.destroy(),
  };
}
