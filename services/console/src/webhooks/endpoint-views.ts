import {
  targetHealthView,
  targetStateView,
  webhookEndpointObject,
  webhookEndpointView,
  webhookReplayObject,
} from "@compose-pay/application";
import type { EndpointRow, EndpointView } from "@compose-pay/contracts";
import {
  type Connection,
  type DeliveryTargetRow,
  findDeliveryTarget,
  findRunningReplay,
  type WebhookEndpointRow,
} from "@compose-pay/database";

/** @param target null when nothing was sent there yet */
export function endpointRow(
  endpoint: WebhookEndpointRow,
  target: DeliveryTargetRow | null,
  now: Date,
): EndpointRow {
  return { ...fieldsOf(endpoint), health: targetHealthView(target, now) };
}

export async function readEndpointView(
  connection: Connection,
  endpoint: WebhookEndpointRow,
  now: Date,
): Promise<EndpointView> {
  const { id: targetId, previousUntil } = endpoint;
  const target = await findDeliveryTarget(connection, targetId);
  const replay = await findRunningReplay(connection, targetId);
  const isRotating = previousUntil !== null && previousUntil > now;
  return {
    ...fieldsOf(endpoint),
    previous_secret_expires_at: isRotating ? previousUntil.toISOString() : null,
    target: await targetStateView(connection, { target, targetId, now }),
    replay: replay === null ? null : webhookReplayObject(replay),
  };
}

function fieldsOf(endpoint: WebhookEndpointRow): Omit<EndpointRow, "health"> {
  return {
    ...webhookEndpointObject(webhookEndpointView(endpoint)),
    app_id: endpoint.appId,
    disabled_at: endpoint.disabledAt?.toISOString() ?? null,
  };
}
