import type { Channel } from "amqplib";
import type { Session } from "./supervised-connection.ts";

/** Ends the session when one of its channels fails or closes, whatever for. */
export function watchChannel(channel: Channel, purpose: string, { end }: Session): void {
  channel.on("error", end);
  // Channels close before their connection says why it did; that reason is the better one to log.
  channel.on("close", () => setImmediate(() => end(new Error(`the channel ${purpose} was closed`))));
}
