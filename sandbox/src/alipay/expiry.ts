import { fromGatewayTime } from "../core/china-time.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const unitMs = { m: minuteMs, h: hourMs, d: dayMs } as const;
const chinaOffsetMs = 8 * hourMs;
const maxLifeMs = 15 * dayMs;

/**
 * When an unpaid order ends: `time_expire` (GMT+8) before `timeout_express` (1m … 15d, or `1c` = the
 * end of the day). Null when the time asked for cannot be. The merchant asks for a moment of real time,
 * which lies as far ahead on the sandbox's clock.
 */
export function expiresAt(
  asked: { readonly time_expire?: string | undefined; readonly timeout_express: string },
  nowMs: number,
  offsetMs: number,
): number | null {
  const at = askedTime(asked, nowMs, offsetMs);
  return at !== null && at > nowMs && at <= nowMs + maxLifeMs ? at : null;
}

function askedTime(asked: Parameters<typeof expiresAt>[0], nowMs: number, offsetMs: number): number | null {
  if (asked.time_expire !== undefined) {
    const at = fromGatewayTime(asked.time_expire);
    return at === null ? null : at + offsetMs;
  }
  if (asked.timeout_express === "1c") return endOfDay(nowMs);
  const unit = asked.timeout_express.slice(-1);
  if (unit !== "m" && unit !== "h" && unit !== "d") return null;
  return nowMs + Number(asked.timeout_express.slice(0, -1)) * unitMs[unit];
}

function endOfDay(nowMs: number): number {
  return Math.ceil((nowMs + chinaOffsetMs + 1) / dayMs) * dayMs - chinaOffsetMs;
}
