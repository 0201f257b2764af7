export * from "./api/close-payment.ts";
export * from "./api/create-attempt.ts";
export * from "./api/create-payment.ts";
export * from "./api/create-refund.ts";
export * from "./api/create-webhook-endpoint.ts";
export * from "./api/delivery.ts";
export * from "./api/delivery-attempt.ts";
export * from "./api/error-codes.ts";
export * from "./api/failure.ts";
export * from "./api/fingerprint.ts";
export * from "./api/get-payment-query.ts";
export * from "./api/get-refund-query.ts";
export * from "./api/health.ts";
export * from "./api/http-url.ts";
export * from "./api/list-deliveries-query.ts";
export * from "./api/list-events-query.ts";
export * from "./api/list-payments-query.ts";
export * from "./api/list-refunds-query.ts";
export * from "./api/list-webhook-endpoints-query.ts";
export * from "./api/list.ts";
export * from "./api/metadata.ts";
export * from "./api/method-offer.ts";
export * from "./api/mock-story.ts";
export * from "./api/next-action.ts";
export * from "./api/no-parameters.ts";
export * from "./api/page-query.ts";
export * from "./api/parse-body.ts";
export * from "./api/payer.ts";
export * from "./api/payment.ts";
export * from "./api/prefer-wait.ts";
export * from "./api/problem.ts";
export * from "./api/redeliver-event.ts";
export * from "./api/refund.ts";
export * from "./api/statement-day.ts";
export * from "./api/text.ts";
export * from "./api/update-webhook-endpoint.ts";
export * from "./api/webhook-endpoint.ts";
export * from "./api/webhook-endpoint-fields.ts";
export * from "./api/webhook-replay.ts";
export * from "./circuits/circuit-state.ts";
export * from "./messages/close-order.ts";
export * from "./messages/create-order.ts";
export * from "./messages/fan-out-events.ts";
export * from "./messages/fetch-certificates.ts";
export * from "./messages/make-refund.ts";
export * from "./messages/message-contract.ts";
export * from "./messages/payment-answered.ts";
export * from "./messages/process-notification.ts";
export * from "./messages/query-order.ts";
export * from "./messages/query-refund.ts";
export * from "./messages/refund-answered.ts";
export * from "./openapi/build-openapi.ts";
export * from "./webhooks/event-type.ts";
export * from "./webhooks/webhook-body.ts";
export * from "./console/account-routes.ts";
export * from "./console/app-endpoint-routes.ts";
export * from "./console/app-terms-routes.ts";
export * from "./console/audit-routes.ts";
export * from "./console/breaker-routes.ts";
export * from "./console/console-error-codes.ts";
export * from "./console/console-input.ts";
export * from "./console/console-route.ts";
export * from "./console/console-routes.ts";
export {
  type ApiKeyCreatedView,
  type ApiKeyView,
  type AppSecretView,
  type AppView,
  type IpRuleView,
  type MerchantView,
  merchantRoutes,
} from "./console/merchant-routes.ts";
export * from "./console/dashboard-routes.ts";
export * from "./console/dead-letter-routes.ts";
export * from "./console/notification-routes.ts";
export * from "./console/operator-routes.ts";
export * from "./console/payment-routes.ts";
export * from "./console/payment-views.ts";
export * from "./console/permission.ts";
export * from "./console/refund-routes.ts";
export * from "./console/refund-views.ts";
export * from "./console/session-routes.ts";
export * from "./console/setting-routes.ts";
export * from "./console/timeline-entry.ts";
export * from "./console/webhook-routes.ts";
export * from "./console/webhook-views.ts";
