import { longestReplayDays, type WebhookReplay } from "@compose-pay/contracts";
import {
  type Database,
  type EndpointRef,
  findRunningReplay,
  insertWebhookReplay,
  inTransaction,
  lockWebhookEndpoint,
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
  | { readonly kind: "other_running"; readonly replay: WebhookReplayRow };

const longestReplayMs = longestReplayDays * 24 * 60 * 60 * 1_000;

/**
 * Has everything sent again that an endpoint wants, that has occurred since then and was not delivered, also while it
 * was disabled. One replay of an endpoint runs at a time; a worker goes on with it until it is done.
 */
export async function startWebhookReplay(
  deps: { readonly database: Database; readonly clock: Clock; readonly newId: typeof newId },
  ref: EndpointRef,
  { since, traceId }: { readonly since: Date; readonly traceId: string },
): Promise<WebhookReplayStarted> {
  return inTransaction(deps.database, async (transaction) => {
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
    const replay: WebhookReplayRow = {
      id: deps.newId("rpl", at),
      appId: endpoint.appId,
      endpointId: endpoint.id,
      since,
      cursorAt: since,
      cursorId: "",
      deliveries: 0,
      dueAt: at,
      traceId,
      createdAt: at,
      endedAt: null,
    };
    await insertWebhookReplay(transaction, replay);
    return { kind: "running", replay, isNew: true };
  });
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
