export * from "./account.ts";
export * from "./account-certificates.ts";
export * from "./account-form.ts";
export * from "./bill.ts";
export * from "./bill-file/bill-unreadable.ts";
export * from "./channel.ts";
export * from "./channel-certificate.ts";
export * from "./channel-environment.ts";
export type { AccountFault } from "./channel-factory.ts";
export * from "./channel-fault.ts";
export {
  type CredentialField,
  type CredentialForm,
  type CredentialMode,
  isGiven,
} from "./credential-form.ts";
export * from "./next-action.ts";
export * from "./notification-reading.ts";
export * from "./refund.ts";
