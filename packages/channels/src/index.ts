export * from "./account.ts";
export * from "./channel.ts";
export * from "./channel-certificate.ts";
export * from "./channel-environment.ts";
export type { AccountFault } from "./channel-factory.ts";
export * from "./channel-fault.ts";
export * from "./next-action.ts";
export * from "./refund.ts";
