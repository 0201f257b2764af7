import type { Parameter } from "./command.ts";
import { idOf } from "./parameters.ts";

export const eventParameter = {
  usage: "<id>",
  help: "the event's id, which is the webhook-id header",
  schema: idOf("an event", "evt"),
} satisfies Parameter<string>;
