import type { ChannelDirectory } from "@compose-pay/application";
import type { HttpReply, NotificationReading } from "@compose-pay/channels";
import type { Database } from "@compose-pay/database";
import { type ChannelName, channelNames } from "@compose-pay/domain";
import type { Outbox } from "@compose-pay/messaging";
import { type Clock, type Counter, createThrottle, type Logger } from "@compose-pay/runtime";
import { type Answer, type Content, notFound, problem } from "../http/answer.ts";
import type { Exchange, Work } from "../http/answering.ts";
import { readBody } from "../http/read-body.ts";
import type { ReceivedAs } from "./notification-metrics.ts";
import type { ReceivedNotification } from "./notification-row.ts";
import type { RefusalBudget } from "./refusal-budget.ts";
import { storeIgnored, storePayment, storeRefused } from "./store-notification.ts";
import { unavailableReply } from "./unavailable-reply.ts";

export interface NotificationDeps {
  readonly database: Database;
  readonly directory: Pick<ChannelDirectory, "find">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly budget: RefusalBudget;
  readonly counter: Counter<"channel" | "verdict" | "reason">;
  readonly outbox: Pick<Outbox, "dispatch">;
}

/** Largest notification that is read; true ones are a few KiB. */
const mostBytes = 262_144;
const logEveryMs = 5_000;

/**
 * `POST /channels/{channel}/{id}/notify`: verified on the raw bytes, stored, acknowledged; a worker does the
 * rest. What cannot be stored is answered so that the channel sends it again.
 */
export function receiveNotification(deps: NotificationDeps): Work {
  const throttle = createThrottle(logEveryMs);
  return async (exchange) => {
    const { channel: named, id } = exchange.request.params;
    const channel = channelNames.find((name) => name === named);
    if (channel === undefined || typeof id !== "string" || !accountId.test(id)) return noAccount;
    const body = await readBody(exchange.request, mostBytes);
    if (body.kind === "too_large") return problem("body_too_large", `at most ${mostBytes} bytes are read`);
    if (body.kind === "incomplete") return problem("body_malformed", "the body ended before its length");
    try {
      return await receive(deps, exchange, { channel, id, bytes: body.bytes });
    } catch (error) {
      const fields = { error, channel_account_id: id, trace_id: exchange.requestId };
      if (throttle.isDue()) deps.logger.error(fields, "a notification could not be kept");
      count(deps, channel, "unavailable");
      return unavailableReply(channel);
    }
  };
}

const accountId = /^\w{1,32}$/;
const noAccount = notFound("channel account");

async function receive(
  deps: NotificationDeps,
  { request, requestId }: Exchange,
  posted: { readonly channel: ChannelName; readonly id: string; readonly bytes: Buffer },
): Promise<Answer> {
  const open = await deps.directory.find(posted.id);
  if (open?.account.channel !== posted.channel) {
    count(deps, posted.channel, "unknown_account");
    return noAccount;
  }
  const received: ReceivedNotification = {
    account: open.account,
    raw: { headers: singleHeaders(request.headers), body: posted.bytes },
    receivedAt: deps.clock.now(),
    traceId: requestId,
  };
  const reading = open.channel.readNotification(received.raw, received.receivedAt);
  await keep(deps, received, reading);
  return contentOf(reading.reply);
}

async function keep(
  deps: NotificationDeps,
  received: ReceivedNotification,
  reading: NotificationReading,
): Promise<void> {
  const { channel } = received.account;
  switch (reading.kind) {
    case "payment": {
      const message = await storePayment(deps.database, received, reading);
      if (message !== null) deps.outbox.dispatch([message]);
      return count(deps, channel, message === null ? "resent" : "received");
    }
    case "ignored":
      await storeIgnored(deps.database, received, reading);
      return count(deps, channel, "ignored");
    case "refused":
      await storeRefused(deps, received, reading);
      return count(deps, channel, "refused", reading.reason);
  }
}

function count({ counter }: NotificationDeps, channel: ChannelName, verdict: ReceivedAs, reason = ""): void {
  counter.inc({ channel, verdict, reason });
}

function contentOf({ status, contentType, body }: HttpReply): Content {
  return { kind: "content", status, contentType, body };
}

/** Node joins repeated headers to one, but for `Set-Cookie`, which no channel sends. */
function singleHeaders(headers: Exchange["request"]["headers"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
