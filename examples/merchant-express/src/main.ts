import { fileURLToPath } from "node:url";
import { createComposePay } from "./compose-pay-api.ts";
import { readConfiguration } from "./configuration.ts";
import { createShop } from "./create-shop.ts";
import { findWebhookSecret } from "./find-webhook-secret.ts";
import { openOrderStore } from "./order-store.ts";

const stackFile = fileURLToPath(new URL("../../../.local/stack.json", import.meta.url));

try {
  const configuration = readConfiguration(process.env, stackFile);
  const { host, port, publicUrl } = configuration;
  const store = openOrderStore(configuration.dataFile);
  const api = createComposePay(configuration);
  const webhookSecret =
    configuration.webhookSecret ?? (await findWebhookSecret({ store, api }, `${publicUrl}/webhooks`));
  const server = createShop({ store, api, publicUrl, webhookSecret }).listen(port, host, (error) => {
    if (error !== undefined) throw error;
    console.log(`The shop is open: ${publicUrl}`);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
