import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import type { StackFile } from "./stack-file.ts";

type Report = (line: string) => void;

const methods = { wechat_native: "wechat", alipay_qr: "alipay" } as const;
type TouredMethod = keyof typeof methods;

const payment = z.looseObject({
  id: z.string(),
  status: z.string(),
  next_action: z.object({ type: z.string(), qr_code: z.string().optional() }).nullable(),
  attempt: z.object({ id: z.string() }),
});
const webhook = z.looseObject({ type: z.string(), data: z.looseObject({ id: z.string() }) });

/** How long the notice of a payment may take to reach its merchant on a busy machine. */
const webhookWithinMs = 20_000;

/**
 * Sends one payment of each method the whole way, as a merchant and as a customer would, and says what it
 * sees: create, pay at the sandbox, the webhook with its signature, the payment as it stands then.
 */
export async function takeTour(stack: StackFile, report: Report): Promise<boolean> {
  const shop = await openShop(stack.webhook_secret);
  try {
    for (const method of ["wechat_native", "alipay_qr"] as const) await walk(stack, { method, shop, report });
    report("the tour went well");
    return true;
  } catch (error) {
    report(`the tour failed: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    shop.close();
  }
}

async function walk(
  stack: StackFile,
  { method, shop, report }: { readonly method: TouredMethod; readonly shop: Shop; readonly report: Report },
): Promise<void> {
  const orderNo = `tour-${method}-${Date.now()}`;
  const created = payment.parse(
    await call(stack, "POST", "/v1/payments", {
      order_no: orderNo,
      amount: 100,
      method,
      subject: "Tea",
      notify_url: shop.url,
    }),
  );
  report(`${method}: ${created.id} is ${created.status}, ${created.next_action?.qr_code ?? "no code"}`);
  const heard = shop.hear(created.id);
  await pay(stack, methods[method], created.attempt.id);
  report(`${method}: the customer pays at the sandbox`);
  const { type, ms } = await heard;
  report(`${method}: webhook ${type}, signature verified, ${ms} ms after the payment`);
  const now = payment.parse(await call(stack, "GET", `/v1/payments/${created.id}`));
  if (now.status !== "succeeded") throw new Error(`${created.id} is ${now.status} and not succeeded`);
  report(`${method}: ${created.id} is ${now.status}`);
}

async function call(
  stack: StackFile,
  verb: "GET" | "POST",
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const response = await fetch(stack.api_url + path, {
    method: verb,
    headers: { authorization: `Bearer ${stack.api_key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${verb} ${path} answered ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

async function pay(stack: StackFile, channel: string, outTradeNo: string): Promise<void> {
  const url = `${stack.sandbox_url}/control/${channel}/orders/${outTradeNo}/pay`;
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status} ${await response.text()}`);
}

interface Shop {
  readonly url: string;
  /** Resolves when a verified webhook of this payment has come. */
  hear(paymentId: string): Promise<{ readonly type: string; readonly ms: number }>;
  close(): void;
}

async function openShop(secret: string): Promise<Shop> {
  const waiting = new Map<string, (type: string) => void>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const event = await receive(request, secret);
    response.writeHead(event === null ? 401 : 204).end();
    if (event !== null) waiting.get(event.data.id)?.(event.type);
  };
  const server = createServer((request, response) => void answer(request, response));
  return {
    url: await listen(server),
    hear: (paymentId) => {
      const startedAt = performance.now();
      return new Promise((resolve, reject) => {
        const late = () => reject(new Error(`no verified webhook of ${paymentId} in ${webhookWithinMs} ms`));
        const timer = setTimeout(late, webhookWithinMs);
        waiting.set(paymentId, (type) => {
          clearTimeout(timer);
          resolve({ type, ms: Math.round(performance.now() - startedAt) });
        });
      });
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the shop has no port");
  return `http://127.0.0.1:${address.port}/webhooks`;
}

/** The Standard Webhooks rule: HMAC-SHA256 over `id.timestamp.body`. Null when it does not hold. */
async function receive(request: IncomingMessage, secret: string): Promise<z.output<typeof webhook> | null> {
  const body = await text(request);
  const header = (name: string) => String(request.headers[name] ?? "");
  const signed = `${header("webhook-id")}.${header("webhook-timestamp")}.${body}`;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = Buffer.from(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  const isOurs = header("webhook-signature")
    .split(" ")
    .map((one) => Buffer.from(one))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  return isOurs ? webhook.parse(JSON.parse(body)) : null;
}
