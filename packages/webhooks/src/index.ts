export * from "./delivery-fault.ts";
export * from "./new-signing-key-pair.ts";
export * from "./new-webhook-secret.ts";
export type { TargetReading, TargetRefusal } from "./read-target.ts";
export type { HostResolver } from "./resolve-host.ts";
export * from "./sign-webhook.ts";
export * from "./url-guard.ts";
export * from "./webhook-answer.ts";
export * from "./webhook-client.ts";
