import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { createRefund } from "../api/create-refund.ts";
import { getRefundQuery } from "../api/get-refund-query.ts";
import { listRefundsQuery } from "../api/list-refunds-query.ts";
import { listOf } from "../api/list.ts";
import { refund } from "../api/refund.ts";
import { createRefundExample, listExample, refundExample, refundProcessingExample } from "./examples.ts";
import { preferHeader, refundId, success } from "./operation-parts.ts";
import { bodyCodes, problemResponses } from "./problem-responses.ts";

const tags = ["Refunds"];

const create: ZodOpenApiOperationObject = {
  operationId: "createRefund",
  summary: "Refund a payment",
  description:
    "Gives back all of a payment or a part of it, as often as its balance allows; the balance is reserved before " +
    "the channel is called. `refund_no` makes the call idempotent: the same parameters again give the same " +
    "refund, other parameters give `refund_no_conflict`. A refund that the channel refuses is a 201 whose " +
    "`status` is `failed`. For the method mock, `metadata.mock_refund` of the payment says what becomes of its " +
    "refunds: `succeed` at once (the default), `pend` for some seconds, `fail`, `abnormal`, or `unknown` first " +
    "and success by query.",
  tags,
  requestParams: { header: preferHeader },
  requestBody: {
    required: true,
    content: { "application/json": { schema: createRefund, example: createRefundExample } },
  },
  responses: {
    "200": success({
      description: "A replay: this refund existed already.",
      schema: refund,
      example: refundExample,
      headers: ["Idempotent-Replayed"],
    }),
    "201": success({ description: "The channel has answered.", schema: refund, example: refundExample }),
    "202": success({
      description: "Stored and under way; the channel has not answered within the wait.",
      schema: refund,
      example: refundProcessingExample,
    }),
    ...problemResponses(
      ...bodyCodes,
      "not_found",
      "payment_not_succeeded",
      "refund_no_conflict",
      "refund_exceeds_balance",
      "url_not_allowed",
    ),
  },
};

const list: ZodOpenApiOperationObject = {
  operationId: "listRefunds",
  summary: "List refunds",
  description: "Newest first. Unknown parameters are refused.",
  tags,
  requestParams: { query: listRefundsQuery },
  responses: {
    "200": success({
      description: "A page of refunds.",
      schema: listOf(refund, "RefundList"),
      example: listExample(refundExample),
    }),
    ...problemResponses("invalid_request"),
  },
};

const get: ZodOpenApiOperationObject = {
  operationId: "getRefund",
  summary: "Get a refund",
  tags,
  requestParams: { path: refundId, query: getRefundQuery, header: preferHeader },
  responses: {
    "200": success({ description: "The refund.", schema: refund, example: refundExample }),
    "202": success({
      description: "With `sync=true`: the refund as it stands; the channel has not answered within the wait.",
      schema: refund,
      example: refundProcessingExample,
    }),
    ...problemResponses("not_found", "invalid_request"),
  },
};

export const refundPaths: ZodOpenApiPathsObject = {
  "/v1/refunds": { post: create, get: list },
  "/v1/refunds/{id}": { get },
};
