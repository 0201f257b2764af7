import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { closePayment } from "../api/close-payment.ts";
import { createAttempt } from "../api/create-attempt.ts";
import { createPayment } from "../api/create-payment.ts";
import { getPaymentQuery } from "../api/get-payment-query.ts";
import { listPaymentsQuery } from "../api/list-payments-query.ts";
import { listOf } from "../api/list.ts";
import { payment } from "../api/payment.ts";
import { paymentId, preferHeader, success } from "./operation-parts.ts";
import {
  closedExample,
  createPaymentExample,
  listExample,
  paymentExample,
  processingExample,
} from "./examples.ts";
import { bodyCodes, problemResponses } from "./problem-responses.ts";

const tags = ["Payments"];

const create: ZodOpenApiOperationObject = {
  operationId: "createPayment",
  summary: "Create a payment",
  description:
    "`order_no` makes the call idempotent: the same parameters again give the same payment, other parameters " +
    "give `order_no_conflict`. A payment that the channel refuses is a 201 whose `status` is `failed`.",
  tags,
  requestParams: { header: preferHeader },
  requestBody: {
    required: true,
    content: { "application/json": { schema: createPayment, example: createPaymentExample } },
  },
  responses: {
    "200": success({
      description: "A replay: this payment existed already.",
      schema: payment,
      example: paymentExample,
      headers: ["Idempotent-Replayed"],
    }),
    "201": success({ description: "The channel has answered.", schema: payment, example: paymentExample }),
    "202": success({
      description: "Stored and under way; the channel has not answered within the wait.",
      schema: payment,
      example: processingExample,
    }),
    ...problemResponses(
      ...bodyCodes,
      "method_not_enabled",
      "order_no_conflict",
      "amount_out_of_range",
      "url_not_allowed",
      "channel_unavailable",
    ),
  },
};

const list: ZodOpenApiOperationObject = {
  operationId: "listPayments",
  summary: "List payments",
  description: "Newest first. Unknown parameters are refused.",
  tags,
  requestParams: { query: listPaymentsQuery },
  responses: {
    "200": success({
      description: "A page of payments.",
      schema: listOf(payment, "PaymentList"),
      example: listExample(paymentExample),
    }),
    ...problemResponses("invalid_request"),
  },
};

const get: ZodOpenApiOperationObject = {
  operationId: "getPayment",
  summary: "Get a payment",
  tags,
  requestParams: { path: paymentId, query: getPaymentQuery, header: preferHeader },
  responses: {
    "200": success({ description: "The payment.", schema: payment, example: paymentExample }),
    "202": success({
      description:
        "With `sync=true`: the payment as it stands; the channel has not answered within the wait.",
      schema: payment,
      example: processingExample,
    }),
    ...problemResponses("not_found", "invalid_request"),
  },
};

const close: ZodOpenApiOperationObject = {
  operationId: "closePayment",
  summary: "Close a payment",
  description:
    "A payment is closed only after the channel has confirmed that it can no longer be paid. " +
    "A payment that is closed already is answered with 200.",
  tags,
  requestParams: { path: paymentId, header: preferHeader },
  requestBody: { content: { "application/json": { schema: closePayment } } },
  responses: {
    "200": success({ description: "Closed.", schema: payment, example: closedExample }),
    "202": success({ description: "The channel is being asked.", schema: payment, example: paymentExample }),
    ...problemResponses(...bodyCodes, "not_found", "payment_already_succeeded"),
  },
};

const attempt: ZodOpenApiOperationObject = {
  operationId: "createAttempt",
  summary: "Try another way to pay",
  description:
    "Another try for the same order. The earlier one is closed at its channel first where it can be; should " +
    "both be paid after all, the second is refunded by the system. The same call again while its attempt can " +
    "still be paid gives the same attempt.",
  tags,
  requestParams: { path: paymentId, header: preferHeader },
  requestBody: {
    required: true,
    content: { "application/json": { schema: createAttempt, example: { method: "alipay_qr" } } },
  },
  responses: {
    "200": success({
      description: "A replay: this attempt is under way already.",
      schema: payment,
      example: paymentExample,
      headers: ["Idempotent-Replayed"],
    }),
    "201": success({ description: "The channel has answered.", schema: payment, example: paymentExample }),
    "202": success({
      description: "Stored and under way; the channel has not answered within the wait.",
      schema: payment,
      example: processingExample,
    }),
    ...problemResponses(
      ...bodyCodes,
      "method_not_enabled",
      "not_found",
      "payment_already_succeeded",
      "payment_closed",
      "amount_out_of_range",
      "channel_unavailable",
    ),
  },
};

export const paymentPaths: ZodOpenApiPathsObject = {
  "/v1/payments": { post: create, get: list },
  "/v1/payments/{id}": { get },
  "/v1/payments/{id}/close": { post: close },
  "/v1/payments/{id}/attempts": { post: attempt },
};
