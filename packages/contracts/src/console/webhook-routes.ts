import { z } from "zod";
import { type Delivery, deliveryStatuses } from "../api/delivery.ts";
import type { WebhookReplay } from "../api/webhook-replay.ts";
import { idOf, page, type Page, queryMoment, querySwitch } from "./console-input.ts";
import { answerOf, type ConsoleRoute } from "./console-route.ts";
import type {
  DeliveryDetail,
  EndpointRow,
  EndpointView,
  EventRowView,
  EventView,
  TargetView,
} from "./webhook-views.ts";

const endpointId = idOf("ep");
const eventId = idOf("evt");
const appId = idOf("app");
const ofEndpoint = z.strictObject({ id: endpointId });

/**
 * `failing`: attempts have failed since the last success, whatever its status; the longest first. A page looks at a bounded
 * number of lines, so that it can be short and yet be followed by another; the same with `targets.list`.
 */
const endpointStates = ["enabled", "disabled", "failing"] as const;

/** Webhook endpoints, what is sent to them and what waits, over all apps. */
export const webhookRoutes = {
  "endpoints.list": {
    kind: "read",
    access: "webhooks.read",
    input: z.strictObject({
      ...page,
      app_id: appId.optional(),
      state: z.enum(endpointStates, `must be one of ${endpointStates.join(", ")}`).optional(),
    }),
    answer: answerOf<Page<EndpointRow>>(),
  },
  "endpoints.show": {
    kind: "read",
    access: "webhooks.read",
    input: ofEndpoint,
    answer: answerOf<EndpointView>(),
  },
  "endpoints.enable": {
    kind: "act",
    access: "webhooks.act",
    input: ofEndpoint,
    subject: "id",
    answer: answerOf<EndpointView>(),
  },
  /** What is meant for it waits until it is enabled again. */
  "endpoints.disable": {
    kind: "act",
    access: "webhooks.act",
    input: ofEndpoint,
    subject: "id",
    answer: answerOf<EndpointView>(),
  },
  /** Sends everything again that has occurred since then and was not delivered; 30 days back at most. */
  "endpoints.replay": {
    kind: "act",
    access: "webhooks.act",
    input: z.strictObject({ id: endpointId, since: queryMoment }),
    subject: "id",
    answer: answerOf<{ readonly replay: WebhookReplay; readonly is_new: boolean }>(),
  },
  /** Goes out once, whatever the endpoint's status is. */
  "endpoints.send_test": {
    kind: "act",
    access: "webhooks.act",
    input: ofEndpoint,
    subject: "id",
    answer: answerOf<{ readonly event_id: string }>(),
  },
  /**
   * Of an endpoint, or, without one, those of all places that fail: `retrying` and `exhausted`. Of an endpoint by its
   * status no index answers: a page looks at a bounded number of deliveries, so that it can be short or empty and yet be
   * followed by another.
   */
  "deliveries.list": {
    kind: "read",
    access: "webhooks.read",
    input: z.strictObject({
      ...page,
      endpoint_id: endpointId.optional(),
      status: z.enum(deliveryStatuses, `must be one of ${deliveryStatuses.join(", ")}`).optional(),
    }),
    answer: answerOf<Page<Delivery>>(),
  },
  "deliveries.show": {
    kind: "read",
    access: "webhooks.read",
    input: z.strictObject({ id: idOf("dlv") }),
    answer: answerOf<DeliveryDetail>(),
  },
  /** Sends the event again, with its id and its bytes, to the place of this delivery alone. */
  "deliveries.redeliver": {
    kind: "act",
    access: "webhooks.act",
    input: z.strictObject({ id: idOf("dlv") }),
    subject: "id",
    answer: answerOf<DeliveryDetail>(),
  },
  /** Those that wait although nobody wants them to; what is due first comes first. */
  "targets.list": {
    kind: "read",
    access: "webhooks.read",
    input: z.strictObject({ ...page, app_id: appId.optional() }),
    answer: answerOf<Page<TargetView>>(),
  },
  "events.list": {
    kind: "read",
    access: "webhooks.read",
    input: z.strictObject({
      ...page,
      app_id: appId.optional(),
      payment_id: idOf("pay").optional(),
      /** Of an app alone. */
      live: querySwitch.default(true),
    }),
    answer: answerOf<Page<EventRowView>>(),
  },
  "events.show": {
    kind: "read",
    access: "webhooks.read",
    input: z.strictObject({ id: eventId }),
    answer: answerOf<EventView>(),
  },
  /** Sends the event again wherever it goes, or to the one endpoint. */
  "events.redeliver": {
    kind: "act",
    access: "webhooks.act",
    input: z.strictObject({ id: eventId, endpoint_id: endpointId.optional() }),
    subject: "id",
    answer: answerOf<{ readonly deliveries: readonly Delivery[] }>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
