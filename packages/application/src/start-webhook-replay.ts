import { longestReplayDays, type WebhookReplay } from "@compose-pay/contracts";
import {
  type Database,
  type EndpointRef,
  findRunningReplay,
  findRunningReplaysLocked,
  insertWebhookReplay,
  inTransaction,
  lockWebhookEndpoint,
  type WebhookEndpointRow,
  type WebhookReplayRow,
} from "@compose-pay/database";
import type { Clock, newId } from "@compose-pay/runtime";
import { later } from "./due-after.ts";

export type WebhookReplayStarted =
  /** `isNew`: false when this one was running already. */
  | { readonly kind: "running"; readonly replay: WebhookReplayRow; readonly isNew: boolean }
  | { readonly kind: "not_found" }
  | { readonly kind: "endpoint_disabled" }
  /** Before `earliest`, or in the future. */
  | { readonly kind: "since_out_of_range"; readonly earliest: Date }
  /** One is running that began later; this one can be asked for once that is done. */
  | { readonly kind: "other_running"; readonly replay: WebhookReplayRow }
  /** The app has as many as it may, of other endpoints. */
  | { readonly kind: "too_many"; readonly running: readonly string[] };

/** Of one app, so that it does not keep workers from the replays of others. */
const mostRunning = 2;

const longestReplayMs = longestReplayDays * 24 * 60 * 60 * 1_000;

/**
 * Has everything sent again that an endpoint wants, that has occurred since then and was not delivered, also while it
 * was disabled. One replay of an endpoint runs at a time, and two of an app; a worker goes on with them until they are done.
 */
export async function startWebhookReplay(
  deps: { readonly database: Database; readonly clock: Clock; readonly newId: typeof newId },
  ref: EndpointRef,
  { since, traceId }: { readonly since: Date; readonly traceId: string },
): Promise<WebhookReplayStarted> {
  return inTransaction(deps.database, async (transaction): Promise<WebhookReplayStarted> => {
    const endpoint = await lockWebhookEndpoint(transaction, ref);
    if (endpoint === null) return { kind: "not_found" };
    if (endpoint.status === "disabled") return { kind: "endpoint_disabled" };
    const at = deps.clock.now();
    const earliest = later(at, -longestReplayMs);
    if (since < earliest || since > at) return { kind: "since_out_of_range", earliest };
    const running = await findRunningReplay(transaction, endpoint.id);
    if (running !== null) {
      const covers = running.since <= since;
      return covers
        ? { kind: "running", replay: running, isNew: false }
        : { kind: "other_running", replay: running };
    }
    const ofApp = await findRunningReplaysLocked(transaction, endpoint.appId, mostRunning);
    if (ofApp.length === mostRunning) return { kind: "too_many", running: ofApp.map(({ id }) => id) };
    const replay = newReplay(endpoint, { id: deps.newId("rpl", at), since, traceId, createdAt: at });
    await insertWebhookReplay(transaction, replay);
    return { kind: "running", replay, isNew: true };
  });
}

function newReplay(
  { id: endpointId, appId }: Pick<WebhookEndpointRow, "id" | "appId">,
  asked: Pick<WebhookReplayRow, "id" | "since" | "traceId" | "createdAt">,
): WebhookReplayRow {
  return {
    ...asked,
    appId,
    endpointId,
    cursorAt: asked.since,
    cursorId: "",
    deliveries: 0,
    dueAt: asked.createdAt,
    endedAt: null,
  };
}

/** A replay as merchants read it. */
export function webhookReplayObject(replay: WebhookReplayRow): WebhookReplay {
  return {
    id: replay.id,
    object: "webhook_replay",
    endpoint_id: replay.endpointId,
    since: replay.since.toISOString(),
    status: replay.endedAt === null ? "running" : "done",
    deliveries: replay.deliveries,
    created_at: replay.createdAt.toISOString(),
    ended_at: replay.endedAt?.toISOString() ?? null,
  };
}
