import { z } from "zod";

/** `degraded` still serves; `unavailable` is answered with 503. */
const healthStatus = z
  .enum(["ok", "degraded", "unavailable"])
  .meta({ id: "HealthStatus", description: "degraded still serves; unavailable does not." });

/** The answer of `GET /healthz`. */
export const liveness = z.object({ status: z.literal("ok") }).meta({ id: "Liveness" });

/** The answer of `GET /readyz`: the worst of the parts, and each part by its name. */
export const readiness = z
  .object({
    status: healthStatus.meta({ description: "The worst of the parts." }),
    checks: z.record(z.string(), healthStatus).meta({
      description: "Each part by its name.",
      examples: [{ database: "ok", broker: "ok", redis: "degraded" }],
    }),
  })
  .meta({ id: "Readiness" });
