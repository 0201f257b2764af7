export * from "./connection.ts";
export * from "./failure.ts";
export * from "./migrate.ts";
export * from "./queries/outbox.ts";
export * from "./tables/index.ts";
export * from "./transaction.ts";
