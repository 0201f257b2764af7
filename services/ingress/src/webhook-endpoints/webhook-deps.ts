import type { EndpointDependencies } from "@compose-pay/application";
import type { Outbox } from "@compose-pay/messaging";
import { type Clock, type Logger, newId } from "@compose-pay/runtime";
import type { UrlGuard } from "@compose-pay/webhooks";
import type { Infrastructure } from "../open-infrastructure.ts";
import type { WaitingRoom } from "../payments/waiting-room.ts";

/** What the verbs of endpoints and their deliveries work with. */
export interface WebhookDeps extends EndpointDependencies {
  readonly outbox: Pick<Outbox, "dispatch">;
  readonly logger: Logger;
  readonly room: WaitingRoom;
}

/** @param parts.room the one of the payments: together they may keep so many calls waiting */
export function createWebhookDeps(
  parts: Infrastructure & {
    readonly logger: Logger;
    readonly clock: Clock;
    readonly room: WaitingRoom;
    readonly urlGuard: UrlGuard;
  },
): WebhookDeps {
  const { database, secretBox, outbox, logger, clock, room, urlGuard } = parts;
  return { database, secretBox, outbox, logger, clock, room, urlGuard, newId };
}
