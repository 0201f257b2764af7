/** The product's processes, in the order in which they are started; they stop in the opposite one. */
export const serviceNames = ["reconcile-worker", "notify-worker", "channel-worker", "ingress"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** `console` is for people: payments need it as little as they need the sandbox. */
export type ProcessName = ServiceName | "console" | "sandbox";

/** Where the program of a process begins, from the root of the checkout. */
export function programOf(name: ProcessName): string {
  return name === "sandbox" ? "sandbox/src/main.ts" : `services/${name}/src/main.ts`;
}
