import {
  type Delivery,
  delivery,
  newWebhookEndpoint,
  type NewWebhookEndpoint,
  rotatedWebhookEndpoint,
  type RotatedWebhookEndpoint,
} from "@compose-pay/contracts";
import { z } from "zod";
import type { ApiAnswer } from "./merchant.ts";
import { createOperator } from "./operator.ts";
import type { Stage } from "./stage.ts";

/** A merchant who looks after webhook endpoints by the API. */
export interface EndpointOwner {
  readonly appId: string;
  /** `POST /v1/webhook_endpoints`, when nothing but a new endpoint is expected. */
  add(fields: Readonly<Record<string, unknown>>): Promise<NewWebhookEndpoint>;
  setStatus(endpointId: string, status: "enabled" | "disabled"): Promise<void>;
  rotate(endpointId: string): Promise<RotatedWebhookEndpoint>;
  /** The latest deliveries of an endpoint, newest first. */
  deliveries(endpointId: string): Promise<readonly Delivery[]>;
  call(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
}

const deliveryPage = z.object({ data: z.array(delivery) });

export async function openEndpointOwner(stage: Stage): Promise<EndpointOwner> {
  const { appId, calls } = await createOperator(stage).openMerchant();
  const call: EndpointOwner["call"] = (method, path, body) =>
    calls.call({ method, path: `/v1/${path}`, body });
  const must = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const { status, text } = await call(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path} was answered ${status} ${text}`);
    return JSON.parse(text);
  };
  return {
    appId,
    call,
    add: async (fields) => newWebhookEndpoint.parse(await must("POST", "webhook_endpoints", fields)),
    setStatus: async (id, status) => void (await must("PATCH", `webhook_endpoints/${id}`, { status })),
    rotate: async (id) =>
      rotatedWebhookEndpoint.parse(await must("POST", `webhook_endpoints/${id}/rotate_secret`)),
    deliveries: async (id) =>
      deliveryPage.parse(await must("GET", `webhook_endpoints/${id}/deliveries`)).data,
  };
}
