import { webhookReplayObject } from "@compose-pay/application";
import { type Database, findWebhookReplay } from "@compose-pay/database";
import { json, notFound } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";
import { findOwnEndpoint } from "./own-endpoint.ts";

const replayId = /^rpl_[0-9a-z]{26}$/;

/** `GET /v1/webhook_endpoints/{id}/replays/{replay_id}` */
export function getReplayVerb({ database }: { readonly database: Database }): Verb {
  return async (call) => {
    const endpoint = await findOwnEndpoint(database, call);
    if (endpoint === null) return notFound("webhook endpoint");
    const of = { endpointId: endpoint.id, replayId: call.innerId };
    const replay = replayId.test(of.replayId) ? await findWebhookReplay(database.connection, of) : null;
    return replay === null ? notFound("replay") : json(200, webhookReplayObject(replay));
  };
}
