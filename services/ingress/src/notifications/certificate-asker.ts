import { requestCertificates } from "@compose-pay/application";
import type { ChannelAccountRow, Database, OutboxRow } from "@compose-pay/database";
import type { Clock, Logger } from "@compose-pay/runtime";
import { LRUCache } from "lru-cache";

/** An account was sent something that is signed with a key which it does not have. */
export interface UnknownKey {
  readonly account: Pick<ChannelAccountRow, "id" | "channel">;
  readonly serial: string | null;
  readonly traceId: string;
}

/** Has a worker fetch the certificates of an account; never throws, since the channel sends again anyway. */
export type CertificateAsker = (unknown: UnknownKey) => Promise<void>;

/** The database decides who may ask; a flood of nonsense does not even reach it. */
const bounds = { mostAccounts: 10_000, onceInMs: 5_000 };

export function createCertificateAsker(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly dispatch: (messages: readonly OutboxRow[]) => void;
}): CertificateAsker {
  const lately = new LRUCache<string, true>({ max: bounds.mostAccounts, ttl: bounds.onceInMs });
  return async ({ account, serial, traceId }) => {
    if (lately.has(account.id)) return;
    lately.set(account.id, true);
    const fields = { channel_account_id: account.id, serial, trace_id: traceId };
    try {
      const message = await requestCertificates(deps, { account, foundIn: "notification", serial, traceId });
      if (message === null) return;
      deps.logger.warn(fields, "a notification has a key that is not known; the certificates are fetched");
      deps.dispatch([message]);
    } catch (error) {
      deps.logger.warn({ ...fields, error }, "certificates could not be asked for");
    }
  };
}
