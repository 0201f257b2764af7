import type { Order } from "./order.ts";
import { products } from "./products.ts";

export function productsPage(): string {
  const items = products.map(
    ({ id, name, price }) => `<form method="post" action="/checkout">
      <h2>${escapeHtml(name)}</h2><p>${yuan(price)}</p>
      <input type="hidden" name="product" value="${id}">
      <button name="method" value="wechat_native">WeChat Pay</button>
      <button name="method" value="alipay_qr">Alipay</button>
    </form>`,
  );
  return page("Tea", items.join("\n"));
}

/** @param code the payment's QR code as SVG, while there is something to pay */
export function orderPage(order: Order, code: string | null): string {
  const parts = [
    `<h2>${escapeHtml(order.product)}</h2><p>${yuan(order.amount)}</p><p>${statusWords(order)}</p>`,
    order.problem === null ? "" : `<p class="problem">${escapeHtml(order.problem)}</p>`,
    code ?? "",
    order.status === "open" && code === null ? button(`/orders/${order.orderNo}/pay`, "Try again") : "",
    canBeRefunded(order) ? button(`/orders/${order.orderNo}/refund`, "Send it back") : "",
    waitForNews(order),
  ];
  return page(`Order ${order.orderNo}`, parts.join("\n"));
}

/** What the waiting page watches. */
export function orderState({ status, refundStatus }: Order): string {
  return `${status} ${refundStatus ?? ""}`.trim();
}

export function messagePage(message: string): string {
  return page("Tea", `<p class="problem">${escapeHtml(message)}</p>`);
}

function statusWords({ status, refundStatus }: Order): string {
  if (refundStatus === "succeeded") return "The money is on its way back to you.";
  if (refundStatus === "processing") return "The refund is being made.";
  switch (status) {
    case "open":
      return "Waiting for your payment. Scan the code with your phone.";
    case "succeeded":
      return refundStatus === "failed" ? "The refund failed." : "Paid. Thank you!";
    case "closed":
      return "Not paid in time. Nothing was taken.";
    case "failed":
      return "The payment failed. Nothing was taken.";
  }
}

function canBeRefunded({ status, refundStatus, problem }: Order): boolean {
  return status === "succeeded" && (refundStatus === null || refundStatus === "failed" || problem !== null);
}

/** Asks the shop, not compose-pay: what the shop knows comes by webhooks. */
function waitForNews(order: Order): string {
  return `<script>
    setInterval(async () => {
      const answer = await fetch("/orders/${order.orderNo}/state");
      if ((await answer.text()) !== "${orderState(order)}") location.reload();
    }, 2000);
  </script>`;
}

function button(action: string, words: string): string {
  return `<form method="post" action="${action}"><button>${words}</button></form>`;
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8">
  <meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
  <style>body { font-family: sans-serif; max-width: 40rem; margin: 2rem auto } svg { width: 16rem }
  .problem { color: #b00 }</style>
  <h1><a href="/">Tea House</a></h1>
  ${content}</html>`;
}

function yuan(fen: number): string {
  return `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (one) => names[one] ?? one);
}
