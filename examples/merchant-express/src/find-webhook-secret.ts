import { ApiProblem, type ComposePay } from "./compose-pay-api.ts";
import type { OrderStore } from "./order-store.ts";

/**
 * The secret that webhooks are signed with. The first start registers the endpoint and keeps its secret, which is
 * shown only then; a later one says where the shop is now, and that it wants events again should compose-pay
 * have disabled it.
 */
export async function findWebhookSecret(
  { store, api }: { readonly store: OrderStore; readonly api: ComposePay },
  url: string,
): Promise<string> {
  const known = store.endpoint();
  if (known !== null && (await isStillThere(api, known.id, url))) return known.secret;
  const made = await api.createEndpoint({ url, event_types: ["*"], description: "merchant-express" });
  if (made.secret === undefined) throw new Error("compose-pay answered without the endpoint's secret");
  store.keepEndpoint({ id: made.id, secret: made.secret });
  return made.secret;
}

async function isStillThere(api: ComposePay, id: string, url: string): Promise<boolean> {
  try {
    await api.updateEndpoint(id, { url, status: "enabled" });
    return true;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return false;
    throw error;
  }
}
