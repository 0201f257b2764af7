import { deadLetterOwners, deadLetterQueue } from "@compose-pay/messaging";
import { sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readCommandSettings } from "../settings/read-command-settings.ts";
import { withMessaging } from "../settings/with-messaging.ts";
import { examine } from "./examine.ts";
import { type Finding, tenths } from "./finding.ts";
import { probeBroker } from "./probe-broker.ts";

/** Whether the broker answers, what it is and how far away. */
export async function checkBroker(context: CommandContext): Promise<Finding> {
  return examine("broker", async () => {
    const settings = readCommandSettings(context, z.object({ AMQP_URL: sharedSettings.AMQP_URL }));
    const { version, roundTripMs } = await probeBroker(settings.AMQP_URL);
    return {
      status: "ok",
      detail: `${version}, ${tenths(roundTripMs)} ms`,
      measured: { version, round_trip_ms: tenths(roundTripMs) },
    };
  });
}

/** The queues and what waits in them; one for the dead letters among them. Connecting declares what is missing. */
export async function checkQueues(context: CommandContext): Promise<readonly Finding[]> {
  let depths: ReadonlyMap<string, number> = new Map();
  const queues = await examine("queues", async () => {
    depths = await withMessaging(context, (messaging) => messaging.queueDepths());
    const waiting = [...depths].filter(([queue, depth]) => depth > 0 && !deadQueues.has(queue));
    const messages = waiting.map(([queue, depth]) => `${queue} ${depth}`);
    return {
      status: "ok",
      detail: `${depths.size} declared, ${messages.length === 0 ? "all empty" : messages.join(", ")}`,
      measured: { depths: Object.fromEntries(depths) },
    };
  });
  return queues.status === "ok" ? [queues, deadLetterFinding(depths)] : [queues];
}

const deadQueues: ReadonlySet<string> = new Set(deadLetterOwners.map(deadLetterQueue));

function deadLetterFinding(depths: ReadonlyMap<string, number>): Finding {
  const counts = deadLetterOwners.map((owner) => [owner, depths.get(deadLetterQueue(owner)) ?? 0] as const);
  const found = counts.filter(([, count]) => count > 0);
  return {
    check: "dead letters",
    status: found.length === 0 ? "ok" : "warning",
    detail:
      found.length === 0
        ? "none"
        : `${found.map(([owner, count]) => `${owner} ${count}`).join(", ")}: see dead-letters list`,
    measured: {
      count: counts.reduce((sum, [, count]) => sum + count, 0),
      by_service: Object.fromEntries(counts),
    },
  };
}
