import type { OutboxRow } from "@compose-pay/database";
import type { StoredMessage } from "./messaging.ts";

/** The message of a row; the row's id is the message's, whoever sends it and however often. */
export function toStoredMessage({ id, queue, name, version, body, traceId }: OutboxRow): StoredMessage {
  return { messageId: id, queue, name, version, body, traceId };
}
