import type { CommandContext } from "../command-context.ts";
import { withRedis } from "../settings/with-redis.ts";
import { examine } from "./examine.ts";
import { type Finding, tenths } from "./finding.ts";

/** Whether Redis answers, what it is and how far away. */
export async function checkRedis(context: CommandContext): Promise<Finding> {
  return examine("redis", async () => {
    const { version, roundTripMs } = await probeRedis(context);
    return {
      status: "ok",
      detail: `${version}, ${tenths(roundTripMs)} ms`,
      measured: { version, round_trip_ms: tenths(roundTripMs) },
    };
  });
}

function probeRedis(context: CommandContext) {
  return withRedis(context, async (client) => {
    const startedAt = performance.now();
    await client.ping();
    const roundTripMs = performance.now() - startedAt;
    const info = await client.info("server");
    return {
      version: `Redis ${/^redis_version:(\S+)/m.exec(info)?.[1] ?? "of unknown version"}`,
      roundTripMs,
    };
  });
}
