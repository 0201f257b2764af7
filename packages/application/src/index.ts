export * from "./choose-account.ts";
export * from "./create-payment.ts";
export * from "./due-after.ts";
export * from "./payment-object.ts";
export * from "./payment-writer.ts";
export * from "./record-fact.ts";
export * from "./request-close.ts";
