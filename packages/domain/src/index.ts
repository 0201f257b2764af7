export * from "./attempt-life-cycle.ts";
export * from "./channel.ts";
export * from "./fee-terms.ts";
export * from "./method.ts";
export * from "./money.ts";
export * from "./payment-life-cycle.ts";
export * from "./refund-life-cycle.ts";
export * from "./retry-ladder.ts";
