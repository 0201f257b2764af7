import type { Channel, ConsumeMessage } from "amqplib";
import { readEnvelope } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";

/** The channel that messages were given out on. Once it is closed, the broker gives them out again. */
export interface Lease {
  readonly channel: Channel;
  isOpen: boolean;
}

/** One giving out of a message, to be acknowledged on its own channel or not at all. */
export interface Delivery {
  readonly message: ConsumeMessage;
  readonly envelope: Envelope;
  readonly lease: Lease;
}

export function toDelivery(message: ConsumeMessage, lease: Lease): Delivery {
  return { message, envelope: readEnvelope(message), lease };
}
