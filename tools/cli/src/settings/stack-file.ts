import { readFileSync } from "node:fs";
import type { Environment } from "@compose-pay/runtime";
import { z } from "zod";

const stackFile = z.looseObject({
  database_url: z.string().optional(),
  amqp_url: z.string().optional(),
  redis_url: z.string().optional(),
  master_key: z.string().optional(),
  queue_prefix: z.string().optional(),
  webhook_allowed_cidrs: z.string().optional(),
  webhook_allowed_ports: z.string().optional(),
  channel_allowed_hosts: z.string().optional(),
});

/**
 * The settings of the stack that `npm start` runs, by the name of their variable; null when there is no
 * such file, or none that can be read.
 */
export function readStackFile(path: string): Environment | null {
  const parsed = stackFile.safeParse(readJson(path));
  if (!parsed.success) return null;
  const stack = parsed.data;
  return {
    DATABASE_URL: stack.database_url,
    AMQP_URL: stack.amqp_url,
    REDIS_URL: stack.redis_url,
    MASTER_KEY: stack.master_key,
    QUEUE_PREFIX: stack.queue_prefix,
    WEBHOOK_ALLOWED_CIDRS: stack.webhook_allowed_cidrs,
    WEBHOOK_ALLOWED_PORTS: stack.webhook_allowed_ports,
    CHANNEL_ALLOWED_HOSTS: stack.channel_allowed_hosts,
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
