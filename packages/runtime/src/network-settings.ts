import { z } from "zod";
import { parseCidr } from "./parse-cidr.ts";

/** TCP ports, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

const mostEntries = 1_000;

/** Ranges of addresses, separated by commas, in the form that parseCidr gives; none when left out. */
export function cidrsSetting() {
  return listSetting("").pipe(z.array(z.string().transform(readCidr)).max(mostEntries));
}

/** Hosts, each with a port or for all of its ports, separated by commas; none when left out. */
export function hostsSetting() {
  return listSetting("").pipe(z.array(z.string().transform(readHost)).max(mostEntries));
}

/** TCP ports and ranges of them such as `8000-8999`, separated by commas; at least one. */
export function portRangesSetting(ordinary: string) {
  const message = "must name at least one port";
  return listSetting(ordinary).pipe(
    z.array(z.string().transform(readPorts)).min(1, { error: message }).max(mostEntries),
  );
}

function listSetting(ordinary: string) {
  return z
    .string()
    .default(ordinary)
    .transform((list) =>
      list
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== ""),
    );
}

function readCidr(text: string, context: z.RefinementCtx<string>): string {
  const reading = parseCidr(text);
  if (reading.kind === "cidr") return reading.cidr;
  // The range itself must not be told: it is named by its position, which is the path of the issue.
  const message = "must be an IPv4 or IPv6 address or CIDR range, without bits beyond its prefix";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
}

/** In the form that a URL has it in. */
function readHost(text: string, context: z.RefinementCtx<string>): string {
  if (/^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(text) && URL.canParse(`x://${text}`))
    return text.toLowerCase();
  const message = "must be a host such as proxy.example, or one with a port such as proxy.example:8443";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
}

function readPorts(text: string, context: z.RefinementCtx<string>): PortRange {
  const [, first = "", last = first] = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (from >= 1 && from <= to && to <= 65_535) return { from, to };
  const message = "must be a port from 1 to 65535, or a range of them such as 8000-8999";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
}
