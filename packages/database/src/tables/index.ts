export * from "./accounts.ts";
export * from "./journals.ts";
export * from "./merchants.ts";
export * from "./messages.ts";
export * from "./payments.ts";
export * from "./refunds.ts";
