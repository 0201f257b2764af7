export { bringUpServers } from "./bring-up-servers.ts";
export type { BringUpOptions, LocalServers } from "./bring-up-servers.ts";
export { freePort, isPortFree } from "./free-port.ts";
export type { ServerName } from "./known-servers.ts";
export { LocalStackError } from "./local-stack-error.ts";
export type { Report } from "./running-server.ts";
export { startProcess } from "./start-process.ts";
export type { ProcessEnd, ProcessToStart, StartedProcess } from "./start-process.ts";
export type { Way } from "./choose-way.ts";
