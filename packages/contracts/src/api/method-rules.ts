import { type Method, methods } from "@compose-pay/domain";
import { z } from "zod";
import { mockRefundStories, mockStories } from "./mock-story.ts";
import { payerMembers, payerMembersOf } from "./payer.ts";

export interface RuleFault {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * The rules that tie fields of a create request to its method. They read the request before it is known
 * to be right, so that their faults are told together with all others; a field of the wrong type is left
 * to its own rule.
 */
export function methodFaults(request: unknown): readonly RuleFault[] {
  const read = readable.safeParse(request);
  if (!read.success) return [];
  const { method, payer, client_ip: clientIp, metadata } = read.data;
  return [
    ...payerFaults(method, payer),
    ...clientIpFaults(method, clientIp),
    ...mockFaults(method, metadata),
  ];
}

const readable = z.object({
  method: z.enum(methods),
  payer: z.unknown(),
  client_ip: z.unknown(),
  metadata: z.unknown().optional(),
});

function payerFaults(method: Method, payer: unknown): readonly RuleFault[] {
  const wanted = payerMembersOf(method);
  if (!isAbsent(payer) && !isObject(payer)) return [];
  if (wanted.length === 0) return isAbsent(payer) ? [] : [fault(["payer"], leftOut(method))];
  const given = payerMembers.filter((member) => isObject(payer) && Object.hasOwn(payer, member));
  const foreign = given.filter((member) => !wanted.includes(member));
  const faults = foreign.map((member) => fault(["payer", member], leftOut(method)));
  if (given.length - foreign.length === 1) return faults;
  const [only] = wanted;
  if (wanted.length === 1 && only !== undefined) {
    return [...faults, fault(["payer", only], `is required for ${method}`)];
  }
  return [...faults, fault(["payer"], `must have exactly one of ${wanted.join(", ")} for ${method}`)];
}

function clientIpFaults(method: Method, clientIp: unknown): readonly RuleFault[] {
  return method === "wechat_h5" && isAbsent(clientIp)
    ? [fault(["client_ip"], `is required for ${method}`)]
    : [];
}

function mockFaults(method: Method, metadata: unknown): readonly RuleFault[] {
  if (method !== "mock") return [];
  return [
    ...storyFaults(metadata, "mock", mockStories),
    ...storyFaults(metadata, "mock_refund", mockRefundStories),
  ];
}

function storyFaults(metadata: unknown, key: string, stories: readonly string[]): readonly RuleFault[] {
  if (!isObject(metadata) || !Object.hasOwn(metadata, key)) return [];
  const story: unknown = Reflect.get(metadata, key);
  if (typeof story !== "string" || stories.includes(story)) return [];
  return [fault(["metadata", key], `must be one of ${stories.join(", ")}`)];
}

function fault(path: readonly string[], message: string): RuleFault {
  return { path, message };
}

function leftOut(method: Method): string {
  return `must be left out for ${method}`;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
