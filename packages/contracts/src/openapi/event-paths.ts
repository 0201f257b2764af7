import type { ZodOpenApiPathsObject } from "zod-openapi";
import { listEventsQuery } from "../api/list-events-query.ts";
import { listOf } from "../api/list.ts";
import { webhookBody } from "../webhooks/webhook-body.ts";
import { eventId, success } from "./operation-parts.ts";
import { eventExample, listExample } from "./examples.ts";
import { problemResponses } from "./problem-responses.ts";

const tags = ["Events"];

/** The event log: what webhooks were sent, for those who would rather ask. */
export const eventPaths: ZodOpenApiPathsObject = {
  "/v1/events": {
    get: {
      operationId: "listEvents",
      summary: "List events",
      description: "The event log as sent to webhooks, newest first. Unknown parameters are refused.",
      tags,
      requestParams: { query: listEventsQuery },
      responses: {
        "200": success({
          description: "A page of events.",
          schema: listOf(webhookBody, "EventList"),
          example: listExample(eventExample),
        }),
        ...problemResponses("invalid_request"),
      },
    },
  },
  "/v1/events/{id}": {
    get: {
      operationId: "getEvent",
      summary: "Get an event",
      tags,
      requestParams: { path: eventId },
      responses: {
        "200": success({ description: "The event as sent.", schema: webhookBody, example: eventExample }),
        ...problemResponses("not_found"),
      },
    },
  },
};
