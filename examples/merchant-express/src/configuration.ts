import { existsSync, readFileSync } from "node:fs";

export interface Configuration {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly host: string;
  readonly port: number;
  /** Where customers and compose-pay reach the shop. */
  readonly publicUrl: string;
  /** Of an endpoint that was made by hand; the shop registers its own when null. */
  readonly webhookSecret: string | null;
  /** Orders and the webhook secret. */
  readonly dataFile: string;
}

/**
 * Reads the environment, and for what it does not say of compose-pay what `npm start` wrote.
 *
 * @param stackFile `.local/stack.json` of a checkout; need not exist
 * @throws Error that says what to set
 */
export function readConfiguration(env: NodeJS.ProcessEnv, stackFile: string): Configuration {
  const { COMPOSE_PAY_URL: url, COMPOSE_PAY_API_KEY: key } = env;
  const hub = url === undefined && key === undefined ? readStack(stackFile) : { api_url: url, api_key: key };
  if (hub?.api_url === undefined || hub.api_key === undefined) {
    throw new Error("Run `npm start` in another terminal, or set COMPOSE_PAY_URL and COMPOSE_PAY_API_KEY.");
  }
  const port = Number(env["PORT"] ?? 3_000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error("PORT must be a TCP port.");
  return {
    apiUrl: hub.api_url,
    apiKey: hub.api_key,
    host: env["HOST"] ?? "127.0.0.1",
    port,
    publicUrl: env["PUBLIC_URL"] ?? `http://127.0.0.1:${port}`,
    webhookSecret: env["COMPOSE_PAY_WEBHOOK_SECRET"] ?? null,
    dataFile: env["DATA_FILE"] ?? ".local/shop.sqlite",
  };
}

function readStack(file: string): { readonly api_url?: string; readonly api_key?: string } | null {
  if (!existsSync(file)) return null;
  // because `npm start` wrote it
  return JSON.parse(readFileSync(file, "utf8")) as { api_url?: string; api_key?: string };
}
