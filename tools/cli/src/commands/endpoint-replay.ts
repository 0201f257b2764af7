import { startWebhookReplay, webhookReplayObject } from "@compose-pay/application";
import { newId } from "@compose-pay/runtime";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { endpointParameter } from "../endpoint-parameters.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";
import { timeOrDuration } from "../time-or-duration.ts";

export const endpointReplay = defineCommand({
  words: "endpoint replay",
  summary: "send an endpoint everything again that was not delivered since then, also while it was disabled",
  parameters: {
    id: endpointParameter,
    since: {
      usage: "--since <time>",
      help: "a time such as 2026-01-31T08:00:00Z, or how long ago, such as 2h; at most 30 days",
      schema: timeOrDuration,
    },
  },
  run: async (context, { id: endpointId, since }) => {
    const { clock } = context;
    const asked = { since: since(clock.now()), traceId: newId("cli") };
    const started = await withDatabase(context, (database) =>
      startWebhookReplay({ database, clock, newId }, { endpointId }, asked),
    );
    switch (started.kind) {
      case "not_found":
        return unknownId("endpoint", endpointId);
      case "endpoint_disabled":
        return failed("endpoint_disabled", `endpoint ${endpointId} is disabled: enable it first`);
      case "since_out_of_range": {
        const earliest = started.earliest.toISOString();
        return failed("since_out_of_range", `--since must be between ${earliest} and now`);
      }
      case "other_running": {
        const { id, since: from } = started.replay;
        return failed("replay_running", `${id} runs, since ${from.toISOString()}: ask again once it is done`);
      }
      case "too_many":
        return failed(
          "too_many_replays",
          `${started.running.join(" and ")} of the app run: ask again once one is done`,
        );
      case "running": {
        const document = { ...webhookReplayObject(started.replay), is_new: started.isNew };
        return done(document, renderFields(document));
      }
    }
  },
});
