import { deliveryTargetView } from "@compose-pay/application";
import type { EndpointRow, Page, TargetView } from "@compose-pay/contracts";
import {
  type Connection,
  findTargets,
  findWebhookEndpoints,
  listEndpointPage,
  listFailingTargets,
  listTroubledTargets,
  type WebhookEndpointRow,
} from "@compose-pay/database";
import { readMomentCursor, writeMomentCursor } from "../api/moment-cursor.ts";
import { pageOf } from "../api/page-of.ts";
import { endpointRow } from "./endpoint-views.ts";

interface Asked {
  readonly appId: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
  readonly now: Date;
}

/** Those of all apps or of one, by their ids. @param status all when it is undefined */
export async function listEndpoints(
  connection: Connection,
  { appId, status, after, limit, now }: Asked & { readonly status: WebhookEndpointRow["status"] | undefined },
): Promise<Page<EndpointRow>> {
  const rows = await listEndpointPage(connection, { appId, status, after, limit: limit + 1 });
  const targets = await findTargets(
    connection,
    rows.map(({ id }) => id),
  );
  const byId = new Map(targets.map((target) => [target.id, target]));
  return pageOf(rows, limit, {
    nextOf: ({ id }) => id,
    show: (row) => endpointRow(row, byId.get(row.id) ?? null, now),
  });
}

/** Those that fail, the longest first. @returns null for an `after` that no page has answered */
export async function listFailingEndpoints(
  connection: Connection,
  { appId, after, limit, now }: Asked,
): Promise<Page<EndpointRow> | null> {
  const place = after === undefined ? undefined : readMomentCursor(after);
  if (place === null) return null;
  const { rows: targets, last } = await listFailingTargets(connection, {
    appId,
    after: place && { id: place.id, failingSince: place.at },
    limit,
  });
  const endpoints = await findWebhookEndpoints(
    connection,
    targets.map(({ id }) => id),
  );
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return {
    // An endpoint may be deleted while its line still stands.
    rows: targets.flatMap((target) => {
      const endpoint = byId.get(target.id);
      return endpoint === undefined ? [] : [endpointRow(endpoint, target, now)];
    }),
    next: last === null ? null : writeMomentCursor({ at: last.failingSince, id: last.id }),
  };
}

/** Lines that do not move as they should. @returns null for an `after` that no page has answered */
export async function listTargets(
  connection: Connection,
  { appId, after, limit, now }: Asked,
): Promise<Page<TargetView> | null> {
  const place = after === undefined ? undefined : readMomentCursor(after);
  if (place === null) return null;
  const { rows: targets, last } = await listTroubledTargets(connection, {
    appId,
    now,
    after: place && { id: place.id, dueAt: place.at },
    limit,
  });
  const rows: TargetView[] = [];
  for (const target of targets) rows.push(await deliveryTargetView(connection, target, now));
  return { rows, next: last === null ? null : writeMomentCursor({ at: last.dueAt, id: last.id }) };
}
