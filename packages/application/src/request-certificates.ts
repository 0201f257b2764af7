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
  /** Of the key that is not known; null where that is not known either. */
  readonly serial: string | null;
  readonly traceId: string;
}

/** Anybody can post a notification with a key that nobody knows, so that a channel is asked rarely. */
const onceInMs = 60_000;
/** The contract's bound. */
const longestSerial = 64;

/**
 * Has the certificates of an account fetched, because something was signed with a key that it does not have;
 * at most once a minute for an account.
 *
 * @returns the message to dispatch, or null when they were asked for less than a minute ago
 */
export async function requestCertificates(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { account, serial, traceId }: CertificateRequest,
): Promise<OutboxRow | null> {
  const at = clock.now();
  return inTransaction(database, async (transaction) => {
    if (!(await takeCertificateAsking(transaction, account.id, { now: at, onceInMs }))) return null;
    const body = {
      channel_account_id: account.id,
      ...(serial === null ? {} : { serial: serial.slice(0, longestSerial) }),
    };
    const queue = channelQueue(account.channel, "background");
    const message = outboxMessage(queue, fetchCertificates, { body, traceId, at });
    await insertOutbox(transaction, [message]);
    return message;
  });
}
