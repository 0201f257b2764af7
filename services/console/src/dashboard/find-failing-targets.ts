import { deliveryTargetView } from "@compose-pay/application";
import type { DashboardSnapshot, FailingTargetView, TargetView } from "@compose-pay/contracts";
import { type Connection, listTroubledTargets } from "@compose-pay/database";

const mostTargets = 100;
const shownTargets = 8;

/** Endpoints, and origins of payments' own addresses, where the last attempts have failed and something waits. */
export async function findFailingTargets(
  connection: Connection,
  now: Date,
): Promise<DashboardSnapshot["failing_targets"]> {
  const { rows: troubled } = await listTroubledTargets(connection, { now, limit: mostTargets });
  const failing = troubled.filter(({ failures, openUntil }) => failures > 0 || openUntil !== null);
  const rows: FailingTargetView[] = [];
  for (const target of failing.slice(0, shownTargets))
    rows.push(failingView(await deliveryTargetView(connection, target, now)));
  return { rows, count: failing.length };
}

function failingView(target: TargetView): FailingTargetView {
  const { id, app_id, endpoint_id, url, failures, failing_since, circuit } = target;
  const origin = url !== null && URL.canParse(url) ? new URL(url).origin : null;
  return { id, app_id, endpoint_id, origin, failures, failing_since, is_circuit_open: circuit !== "closed" };
}
