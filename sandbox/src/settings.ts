import { z } from "zod";

const settingsSchema = z.object({
  /** 0 = any free port. */
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(4_100),
  SANDBOX_HOST: z.string().min(1).default("127.0.0.1"),
  SANDBOX_DATA_DIR: z.string().min(1),
  /** Where merchants reach the sandbox, when that is not the address it listens on. */
  SANDBOX_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Host names beside loopback, by commas, that WeChat notifications may reach over plain http. */
  SANDBOX_HTTP_NOTIFY_HOSTS: z
    .string()
    .default("")
    .transform((list) => list.split(",").filter((host) => host !== "")),
  /** How long a refund takes, in milliseconds of the sandbox's clock. */
  SANDBOX_REFUND_DELAY_MS: z.coerce.number().int().min(0).max(86_400_000).default(500),
});

export type Settings = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly publicUrl: string | undefined;
  readonly httpNotifyHosts: readonly string[];
  readonly refundDelayMs: number;
};

/** Reads the environment once; every fault is named in the one error that it throws. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const result = settingsSchema.safeParse(env);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`the sandbox cannot start with this configuration: ${faults.join("; ")}`);
  }
  return {
    port: result.data.SANDBOX_PORT,
    host: result.data.SANDBOX_HOST,
    dataDir: result.data.SANDBOX_DATA_DIR,
    publicUrl: result.data.SANDBOX_PUBLIC_URL,
    httpNotifyHosts: result.data.SANDBOX_HTTP_NOTIFY_HOSTS,
    refundDelayMs: result.data.SANDBOX_REFUND_DELAY_MS,
  };
}
