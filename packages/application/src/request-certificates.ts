import { fetchCertificates } from "@compose-pay/contracts";
import {
  type Database,
  insertOutbox,
  inTransaction,
  type OutboxRow,
  takeCertificateAsking,
} from "@compose-pay/database";
import type { ChannelName } from "@compose-pay/domain";
import { channelQueue } from "@compose-pay/messaging";
import type { Clock } from "@compose-pay/runtime";
import { outboxMessage } from "./outbox-message.ts";

export interface CertificateRequest {
  readonly account: { readonly id: string; readonly channel: ChannelName };
  /** What has the key that is not known: the channel's own answer to a call, or what anybody may have posted. */
  readonly foundIn: "answer" | "notification";
  /** Of the key that is not known; null where that is not known either. */
  readonly serial: string | null;
  readonly traceId: string;
}

/** Anybody can post a notification with a key that nobody knows, so that a channel is asked rarely. */
const onceInMs = 60_000;
/**
 * How much older a request looks than it is. That of a notification looks older than a minute, so that strangers
 * never keep an answer from asking; the ten seconds more are for hosts whose clocks differ. In any minute a
 * channel is asked for one notification and for one answer at most.
 */
const agedMs = { answer: 0, notification: onceInMs + 10_000 };
/** The contract's bound. */
const longestSerial = 64;

/**
 * Has the certificates of an account fetched, because something was signed with a key that it does not have;
 * at most once a minute for an account. A number that a notification names is nobody's word and is not asked
 * for: the download's own answer has the true one, and asks for it.
 *
 * @returns the message to dispatch, or null when they were asked for less than a minute ago
 */
export async function requestCertificates(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { account, foundIn, serial, traceId }: CertificateRequest,
): Promise<OutboxRow | null> {
  const at = clock.now();
  return inTransaction(database, async (transaction) => {
    const ask = { now: at, onceInMs, agedMs: agedMs[foundIn] };
    if (!(await takeCertificateAsking(transaction, account.id, ask))) return null;
    const body = {
      channel_account_id: account.id,
      ...(serial === null || foundIn === "notification" ? {} : { serial: serial.slice(0, longestSerial) }),
    };
    const queue = channelQueue(account.channel, "background");
    const message = outboxMessage(queue, fetchCertificates, { body, traceId, at });
    await insertOutbox(transaction, [message]);
    return message;
  });
}
