import type { FactRecorder } from "@compose-pay/application";
import type { Channel } from "@compose-pay/channels";
import type { Database, OutboxRow } from "@compose-pay/database";
import type { Clock, Logger } from "@compose-pay/runtime";
import type { Alarms } from "./alarms.ts";
import type { ChannelCaller } from "./channel-caller.ts";
import type { Crowd } from "./crowd.ts";

/** What every verb of this service works with. */
export interface WorkDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly alarms: Pick<Alarms, "refundAbnormal">;
  /** The one way by which attempts and payments change. */
  readonly facts: FactRecorder;
  readonly caller: ChannelCaller;
  readonly crowd: Crowd;
  /** @throws ChannelAccountUnusable when there is no such account or its credentials cannot be read */
  readonly channelOf: (accountId: string) => Promise<Channel>;
  /** For one operation at a channel as a whole. */
  readonly channelDeadlineMs: number;
  /** Publishes messages whose rows are committed; returns at once. */
  readonly dispatch: (messages: readonly OutboxRow[]) => void;
  /** Where channels reach ingress, without a slash at its end. */
  readonly publicUrl: string;
}
