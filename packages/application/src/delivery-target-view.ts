import type { TargetHealthView, TargetStateView, TargetTrouble, TargetView } from "@compose-pay/contracts";
import {
  type Connection,
  countWaiting,
  type DeliveryTargetRow,
  findFirstWaiting,
  findWebhookEndpoint,
} from "@compose-pay/database";
import { circuitOf } from "@compose-pay/domain";

/** Deliveries that are counted for one target. */
export const mostWaitingCounted = 1_000;

/** How it goes at a target. @param target null when nothing was sent there yet */
export function targetHealthView(target: DeliveryTargetRow | null, now: Date): TargetHealthView {
  const { failures = 0, failingSince = null, openUntil = null, dueAt = null } = target ?? {};
  return {
    circuit: circuitOf({ failures, failingSince, openUntil }, now),
    failures,
    failing_since: failingSince?.toISOString() ?? null,
    open_until: openUntil?.toISOString() ?? null,
    due_at: dueAt?.toISOString() ?? null,
  };
}

/** How it goes at a target, and what waits for it. */
export async function targetStateView(
  connection: Connection,
  of: { readonly target: DeliveryTargetRow | null; readonly targetId: string; readonly now: Date },
): Promise<TargetStateView> {
  const waiting = await countWaiting(connection, of.targetId, mostWaitingCounted + 1);
  return {
    ...targetHealthView(of.target, of.now),
    waiting: Math.min(waiting, mostWaitingCounted),
    waiting_more: waiting > mostWaitingCounted,
  };
}

/** A target with the place that it stands for, and why deliveries wait for it. */
export async function deliveryTargetView(
  connection: Connection,
  target: DeliveryTargetRow,
  now: Date,
): Promise<TargetView> {
  const place = await placeOf(connection, target.id);
  return {
    id: target.id,
    app_id: target.appId,
    ...place,
    why: place.status === "disabled" ? "disabled" : whyItWaits(target, now),
    ...(await targetStateView(connection, { target, targetId: target.id, now })),
  };
}

/** In one word; `late` is one that no worker has had room for, or that no worker looks at. */
function whyItWaits({ dueAt, failures, openUntil, pacedUntil }: DeliveryTargetRow, now: Date): TargetTrouble {
  if (openUntil !== null) return openUntil > now ? "circuit_open" : "circuit_probe";
  if (failures > 0) return "failing";
  return pacedUntil !== null && dueAt !== null && dueAt > now ? "rate" : "late";
}

/** Of an own address the origin only: the rest of it may be a merchant's secret. */
async function placeOf(
  connection: Connection,
  targetId: string,
): Promise<Pick<TargetView, "endpoint_id" | "status" | "url">> {
  const endpoint = await findWebhookEndpoint(connection, { endpointId: targetId });
  if (endpoint !== null) return { endpoint_id: targetId, status: endpoint.status, url: endpoint.url };
  const url = (await findFirstWaiting(connection, targetId))?.url ?? null;
  const origin = url !== null && URL.canParse(url) ? new URL(url).origin : null;
  return { endpoint_id: null, status: null, url: origin };
}
