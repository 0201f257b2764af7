export * from "./channel.ts";
export * from "./channel-fault.ts";
