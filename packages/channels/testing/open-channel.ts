import { parseAccount } from "../src/account.ts";
import type { Channel } from "../src/channel.ts";
import type { ChannelEnvironment } from "../src/channel-environment.ts";
import { testClock } from "./orders.ts";

/** Opens an account file; the clock is the scripted tests' unless another is given. */
export function openChannel(file: unknown, environment: Partial<ChannelEnvironment> = {}): Channel {
  const reading = parseAccount(file);
  if (reading.kind === "invalid") throw new Error(JSON.stringify(reading.faults));
  return reading.account.open({ clock: testClock, ...environment });
}

/** Deadlines for a channel that is going to hang. */
export const shortDeadlines = {
  create: 60,
  query: 60,
  close: 60,
  refund: 60,
  refund_query: 60,
  certificates: 60,
  bill: 60,
};
