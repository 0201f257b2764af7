import type { OpenChannelAccount } from "@compose-pay/application";
import type { HttpReply, NotificationReading } from "@compose-pay/channels";
import type { Database } from "@compose-pay/database";
import { type ChannelName, channelNames } from "@compose-pay/domain";
import {
  type Answer,
  type Content,
  type Exchange,
  notFound,
  problem,
  readBody,
  type Work,
} from "@compose-pay/http";
import type { Outbox } from "@compose-pay/messaging";
import { type Clock, type Counter, createThrottle, type Logger } from "@compose-pay/runtime";
import type { AccountFinder } from "./account-finder.ts";
import type { CertificateAsker } from "./certificate-asker.ts";
import type { ReceivedAs } from "./notification-metrics.ts";
import type { ReceivedNotification } from "./notification-row.ts";
import type { NotificationWriter } from "./notification-writer.ts";
import type { RefusalBudget } from "./refusal-budget.ts";
import { storeForWorker, storeIgnored, storeRefused } from "./store-notification.ts";
import { unavailableReply } from "./unavailable-reply.ts";

export interface NotificationDeps {
  readonly database: Database;
  readonly writer: NotificationWriter;
  readonly accounts: AccountFinder;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly budget: RefusalBudget;
  readonly counter: Counter<"channel" | "verdict" | "reason">;
  readonly outbox: Pick<Outbox, "dispatch">;
  readonly askForCertificates: CertificateAsker;
}

/** What is read of a notification, and for how long; true ones are a few KiB and come in one piece. */
const bounds = { mostBytes: 65_536, deadlineMs: 3_000 };
const logEveryMs = 5_000;

/**
 * `POST /channels/{channel}/{id}/notify`: verified on the raw bytes, stored, acknowledged; a worker does the
 * rest. What cannot be stored is answered so that the channel sends it again. Anybody can post here, so
 * nothing is read before it is known that there is such an account.
 */
export function receiveNotification(deps: NotificationDeps): Work {
  const throttle = createThrottle(logEveryMs);
  return async (exchange) => {
    const { channel: named, id } = exchange.request.params;
    const channel = channelNames.find((name) => name === named);
    if (channel === undefined || typeof id !== "string" || !accountId.test(id)) return noAccount;
    try {
      const open = await deps.accounts.find(id);
      if (open?.account.channel === channel) return await receive(deps, exchange, open);
      count(deps, channel, "unknown_account");
      return noAccount;
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
  { account, channel }: OpenChannelAccount,
): Promise<Answer> {
  const body = await readBody(request, bounds);
  if (body.kind !== "bytes") return unread[body.kind];
  const received: ReceivedNotification = {
    account,
    raw: { headers: singleHeaders(request.headers), body: body.bytes },
    receivedAt: deps.clock.now(),
    traceId: requestId,
  };
  const reading = channel.readNotification(received.raw, received.receivedAt);
  await keep(deps, received, reading);
  return contentOf(reading.reply);
}

const unread = {
  too_large: problem("body_too_large", `at most ${bounds.mostBytes} bytes are read`),
  incomplete: problem("body_malformed", "the body ended before its length"),
  // What else is sent on the connection would be waited for as well.
  late: problem("body_malformed", "the body did not arrive in time", { Connection: "close" }),
} as const;

async function keep(
  deps: NotificationDeps,
  received: ReceivedNotification,
  reading: NotificationReading,
): Promise<void> {
  const { channel } = received.account;
  switch (reading.kind) {
    case "payment":
    case "refund": {
      const message = await storeForWorker(deps.writer, received, reading);
      if (message !== null) deps.outbox.dispatch([message]);
      return count(deps, channel, message === null ? "resent" : "received");
    }
    case "ignored":
      await storeIgnored(deps.database, received, reading);
      return count(deps, channel, "ignored");
    case "refused":
      await storeRefused(deps, received, reading);
      if (reading.reason === "key_unknown") {
        const { account, traceId } = received;
        await deps.askForCertificates({ account, serial: reading.serial ?? null, traceId });
      }
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
