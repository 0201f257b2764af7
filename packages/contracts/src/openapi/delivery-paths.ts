import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { delivery, awaitedDelivery } from "../api/delivery.ts";
import { deliveryAttempt } from "../api/delivery-attempt.ts";
import { listDeliveriesQuery } from "../api/list-deliveries-query.ts";
import { listOf } from "../api/list.ts";
import { redeliverEvent } from "../api/redeliver-event.ts";
import { createWebhookReplay, webhookReplay } from "../api/webhook-replay.ts";
import {
  awaitedDeliveryExample,
  deliveryExample,
  endpointExample,
  redeliveredExample,
  replayExample,
  testAttemptExample,
} from "./endpoint-examples.ts";
import { listExample } from "./examples.ts";
import { endpointId, eventId, preferHeaderFor, replayId, success } from "./operation-parts.ts";
import { bodyCodes, problemResponses } from "./problem-responses.ts";

const tags = ["Webhook endpoints"];
const deliveryList = listOf(delivery, "DeliveryList");

const test: ZodOpenApiOperationObject = {
  operationId: "testWebhookEndpoint",
  summary: "Try a webhook endpoint",
  description:
    "Sends a `webhook.test` event to the endpoint now, once and whatever its `status`, and answers with the attempt.",
  tags,
  requestParams: { path: endpointId, header: preferHeaderFor("the attempt") },
  responses: {
    "200": success({
      description: "The attempt was made; its `status` and `error` say what came of it.",
      schema: deliveryAttempt,
      example: testAttemptExample,
    }),
    "202": success({
      description: "The attempt has not ended within the wait; the delivery as it stands.",
      schema: awaitedDelivery,
      example: awaitedDeliveryExample,
    }),
    ...problemResponses(...bodyCodes, "not_found"),
  },
};

const list: ZodOpenApiOperationObject = {
  operationId: "listDeliveries",
  summary: "List the deliveries to a webhook endpoint",
  description:
    "Newest first, each with its last attempts. With `status` a page can have fewer deliveries than `limit`, or none, " +
    "and yet another after it: `has_more` says so. Unknown parameters are refused.",
  tags,
  requestParams: { path: endpointId, query: listDeliveriesQuery },
  responses: {
    "200": success({
      description: "A page of deliveries.",
      schema: deliveryList,
      example: listExample(deliveryExample),
    }),
    ...problemResponses("not_found", "invalid_request"),
  },
};

const replay: ZodOpenApiOperationObject = {
  operationId: "replayWebhookEndpoint",
  summary: "Send again what was not delivered",
  description:
    "Every event since then whose type the endpoint wants and which was not delivered there goes out again, also those " +
    "that occurred while the endpoint was disabled. One replay of an endpoint runs at a time: while it does, the call " +
    "answers with the running one if that covers `since`. Two replays of an app run at a time: `rate_limited` names them.",
  tags,
  requestParams: { path: endpointId },
  requestBody: {
    required: true,
    content: {
      "application/json": { schema: createWebhookReplay, example: { since: replayExample.since } },
    },
  },
  responses: {
    "202": success({ description: "The replay runs.", schema: webhookReplay, example: replayExample }),
    ...problemResponses(...bodyCodes, "not_found"),
  },
};

const getReplay: ZodOpenApiOperationObject = {
  operationId: "getWebhookReplay",
  summary: "Get a replay",
  tags,
  requestParams: { path: replayId },
  responses: {
    "200": success({
      description: "The replay as it stands.",
      schema: webhookReplay,
      example: replayExample,
    }),
    ...problemResponses("not_found"),
  },
};

const redeliver: ZodOpenApiOperationObject = {
  operationId: "redeliverEvent",
  summary: "Send an event again",
  description:
    "With the same `webhook-id` and the same bytes, whatever became of it: to every place that has a delivery of it, own " +
    "addresses included, and to the enabled endpoints that want its type; or to the one that `endpoint_id` names. " +
    "Disabled endpoints are left out, and what was asked for before and still waits goes once. Two redeliveries of an app " +
    "are worked on at a time, and one of an event: `rate_limited` says so.",
  tags: ["Events"],
  requestParams: { path: eventId },
  requestBody: {
    required: false,
    content: {
      "application/json": { schema: redeliverEvent, example: { endpoint_id: endpointExample.id } },
    },
  },
  responses: {
    "202": success({
      description: "The deliveries that go out again.",
      schema: deliveryList,
      example: listExample(redeliveredExample),
    }),
    ...problemResponses(...bodyCodes, "not_found"),
  },
};

/** What was sent, and sending it again. */
export const deliveryPaths: ZodOpenApiPathsObject = {
  "/v1/webhook_endpoints/{id}/test": { post: test },
  "/v1/webhook_endpoints/{id}/deliveries": { get: list },
  "/v1/webhook_endpoints/{id}/replay": { post: replay },
  "/v1/webhook_endpoints/{id}/replays/{replay_id}": { get: getReplay },
  "/v1/events/{id}/redeliver": { post: redeliver },
};
