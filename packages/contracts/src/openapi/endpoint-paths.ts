import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { createWebhookEndpoint } from "../api/create-webhook-endpoint.ts";
import { listWebhookEndpointsQuery } from "../api/list-webhook-endpoints-query.ts";
import { listOf } from "../api/list.ts";
import { updateWebhookEndpoint } from "../api/update-webhook-endpoint.ts";
import {
  deletedWebhookEndpoint,
  newWebhookEndpoint,
  rotatedWebhookEndpoint,
  webhookEndpoint,
} from "../api/webhook-endpoint.ts";
import {
  createEndpointExample,
  endpointExample,
  newEndpointExample,
  rotatedEndpointExample,
} from "./endpoint-examples.ts";
import { listExample } from "./examples.ts";
import { endpointId, success } from "./operation-parts.ts";
import { bodyCodes, problemResponses } from "./problem-responses.ts";

const tags = ["Webhook endpoints"];
const requestParams = { path: endpointId };

const create: ZodOpenApiOperationObject = {
  operationId: "createWebhookEndpoint",
  summary: "Create a webhook endpoint",
  description:
    "For the events of live payments with a live key, of test payments with a test key; at most 50 for each. " +
    "The secret is in this answer and shown nowhere afterwards.",
  tags,
  requestBody: {
    required: true,
    content: { "application/json": { schema: createWebhookEndpoint, example: createEndpointExample } },
  },
  responses: {
    "201": success({
      description: "The endpoint with its secret.",
      schema: newWebhookEndpoint,
      example: newEndpointExample,
    }),
    ...problemResponses(...bodyCodes, "url_not_allowed"),
  },
};

const list: ZodOpenApiOperationObject = {
  operationId: "listWebhookEndpoints",
  summary: "List webhook endpoints",
  description: "Those of the key's mode, newest first. Unknown parameters are refused.",
  tags,
  requestParams: { query: listWebhookEndpointsQuery },
  responses: {
    "200": success({
      description: "A page of endpoints.",
      schema: listOf(webhookEndpoint, "WebhookEndpointList"),
      example: listExample(endpointExample),
    }),
    ...problemResponses("invalid_request"),
  },
};

const get: ZodOpenApiOperationObject = {
  operationId: "getWebhookEndpoint",
  summary: "Get a webhook endpoint",
  tags,
  requestParams,
  responses: {
    "200": success({ description: "The endpoint.", schema: webhookEndpoint, example: endpointExample }),
    ...problemResponses("not_found"),
  },
};

const update: ZodOpenApiOperationObject = {
  operationId: "updateWebhookEndpoint",
  summary: "Change a webhook endpoint",
  description:
    "What is left out stays. While `status` is `disabled` deliveries wait; `enabled` lets them out and forgets " +
    "what had failed, as another `url` does. `v1a` in `signatures` makes a key pair.",
  tags,
  requestParams,
  requestBody: {
    required: true,
    content: { "application/json": { schema: updateWebhookEndpoint, example: { rate_limit: 50 } } },
  },
  responses: {
    "200": success({ description: "The endpoint.", schema: webhookEndpoint, example: endpointExample }),
    ...problemResponses(...bodyCodes, "not_found", "url_not_allowed"),
  },
};

const remove: ZodOpenApiOperationObject = {
  operationId: "deleteWebhookEndpoint",
  summary: "Delete a webhook endpoint",
  description: "What still waits for it is given up.",
  tags,
  requestParams,
  responses: {
    "200": success({
      description: "It is deleted.",
      schema: deletedWebhookEndpoint,
      example: { id: endpointExample.id, object: "webhook_endpoint", deleted: true },
    }),
    ...problemResponses("not_found"),
  },
};

const rotate: ZodOpenApiOperationObject = {
  operationId: "rotateWebhookEndpointSecret",
  summary: "Rotate the secret of a webhook endpoint",
  description:
    "Makes a new secret, and a new key pair where `v1a` is signed. For 24 hours deliveries have a signature by " +
    "each of the two; of a rotation within that time only the last two are left, so that two in a row put an end " +
    "to a secret that has leaked.",
  tags,
  requestParams,
  responses: {
    "200": success({
      description: "The endpoint with its new secret, which is shown nowhere afterwards.",
      schema: rotatedWebhookEndpoint,
      example: rotatedEndpointExample,
    }),
    ...problemResponses(...bodyCodes, "not_found"),
  },
};

/** Where events go. */
export const endpointPaths: ZodOpenApiPathsObject = {
  "/v1/webhook_endpoints": { post: create, get: list },
  "/v1/webhook_endpoints/{id}": { get, patch: update, delete: remove },
  "/v1/webhook_endpoints/{id}/rotate_secret": { post: rotate },
};
