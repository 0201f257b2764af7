import { createAnswerReader } from "./answer-reader.ts";
import { deliveryFaultOf } from "./delivery-fault.ts";
import { guardedConnector } from "./guarded-connector.ts";
import { createPinnedAgent } from "./pinned-agent.ts";
import type { TargetRefusal } from "./read-target.ts";
import type { UrlGuard } from "./url-guard.ts";
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
  /** For a host's name, the connection and TLS together. */
  readonly connectTimeoutMs: number;
  /** From the begin of an attempt until its answer is read. */
  readonly totalTimeoutMs: number;
  /** Decides about each URL, and about the address of each connection. */
  readonly guard: UrlGuard;
}

/**
 * Redirects are not followed, certificates are verified, and what is read of an answer is bounded. Its status alone
 * decides: a body that is slow, endless or cut off changes nothing about a 2xx before it.
 */
export function openWebhookClient(options: WebhookClientOptions): WebhookClient {
  const { connectTimeoutMs, totalTimeoutMs, guard } = options;
  const agent = createPinnedAgent(guardedConnector(guard, connectTimeoutMs));
  return {
    post: ({ url, live, headers, body }) => {
      const target = guard.readTarget(url, { live });
      if (target.kind === "refused") return Promise.resolve(unsent(faultOfRefusal(target.refusal)));
      const { promise, resolve } = Promise.withResolvers<WebhookAnswer>();
      const reader = createAnswerReader((answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      const timer = setTimeout(() => reader.expire(), totalTimeoutMs);
      const { origin, path } = target;
      try {
        agent.dispatch({ origin, path, method: "POST", headers: { ...plain, ...headers }, body }, reader);
      } catch (error) {
        clearTimeout(timer);
        resolve(unsent(deliveryFaultOf(error)));
      }
      return promise;
    },
    close: () => agent.destroy(),
  };
}

/** What is kept of an answer is for people to read. */
const plain = { "accept-encoding": "identity" };

function unsent(fault: ReturnType<typeof deliveryFaultOf>): WebhookAnswer {
  return { kind: "unanswered", address: null, fault };
}

function faultOfRefusal(refusal: TargetRefusal) {
  switch (refusal) {
    case "malformed":
    case "scheme":
      return "url_invalid";
    case "not_https":
    case "user_information":
    case "port":
      return "url_not_allowed";
  }
}
