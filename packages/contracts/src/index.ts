export * from "./messages/attempt-delivery.ts";
export * from "./messages/close-order.ts";
export * from "./messages/create-order.ts";
export * from "./messages/fan-out-event.ts";
export * from "./messages/message-contract.ts";
export * from "./messages/payment-answered.ts";
export * from "./messages/process-notification.ts";
export * from "./messages/query-order.ts";
