import { toGatewayTime } from "../core/china-time.ts";
import type { Order } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import type { Html } from "../page/html.ts";
import { html } from "../page/html.ts";

export type CashierView = {
  readonly order: Order;
  /** The seller's number at Alipay. */
  readonly seller: string;
  /** Where a paid order's browser goes back to, signed; null when the merchant named no address. */
  readonly returnUrl: string | null;
};

/** The page on which a person logs in, pays or gives up. Plain forms; no script. */
export function renderCashier(view: CashierView): Html {
  return renderDocument(
    html`<h1>支付宝收银台 <small lang="en">Alipay cashier (sandbox)</small></h1>
      ${renderOrder(view)} ${renderStep(view)}`,
  );
}

/** What a browser sees of a refusal. */
export function renderError(error: { readonly code: string; readonly message: string }): Html {
  return renderDocument(
    html`<h1>支付宝 <small lang="en">Alipay (sandbox)</small></h1>
      <p class="warning">抱歉，您的请求有误 <span lang="en">This request cannot be served</span></p>
      <p>错误代码 <span lang="en">Code</span>: <code>${error.code}</code></p>
      <p>错误原因 <span lang="en">Reason</span>: ${error.message}</p>`,
  );
}

function renderDocument(content: Html): Html {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>支付宝收银台 · Sandbox</title>
        <link rel="stylesheet" href="/page/assets/page.css" />
      </head>
      <body>
        <main class="cashier">${content}</main>
      </body>
    </html>`;
}

function renderOrder({ order, seller }: CashierView): Html {
  return html`<h2>${order.subject}</h2>
    <p class="amount">¥ ${toYuan(order.paidAmount ?? order.amount)}</p>
    <p>收款方 <span lang="en">Seller</span>: <code>${seller}</code></p>
    <p>商户订单号 <span lang="en">Order</span>: <code>${order.outTradeNo}</code></p>
    <p class="quiet">有效期至 <span lang="en">Expires</span> ${toGatewayTime(order.expiresAt)}</p>`;
}

function renderStep({ order, returnUrl }: CashierView): Html {
  switch (order.status) {
    case "waiting":
      return order.scannedAt === null ? renderLogin(order) : renderPayment(order);
    case "paid":
      return html`<p class="paid">
          <span class="status">支付成功 <span lang="en">Paid</span></span>
        </p>
        ${
          returnUrl === null
            ? html``
            : html`<p>
                <a href="${returnUrl}">返回商户 <span lang="en">Back to the merchant</span></a>
              </p>`
        }`;
    case "closed":
      return html`<p class="warning">交易已关闭 <span lang="en">This order is closed</span></p>`;
  }
}

function renderLogin(order: Order): Html {
  return html`<p>登录后创建交易 <span lang="en">The trade begins when you log in.</span></p>
    <div class="buttons">
      ${renderButton(order, "login", html`登录支付宝 <span lang="en">Log in</span>`)}
      ${renderButton(order, "give-up", html`取消 <span lang="en">Give up</span>`)}
    </div>`;
}

function renderPayment(order: Order): Html {
  return html`<p>交易号 <span lang="en">Trade</span>: <code>${order.transactionId ?? ""}</code></p>
    <div class="buttons">
      ${renderButton(order, "pay", html`确认付款 <span lang="en">Pay</span>`)}
      ${renderButton(order, "give-up", html`取消 <span lang="en">Give up</span>`)}
    </div>`;
}

function renderButton(order: Order, verb: "login" | "pay" | "give-up", label: Html): Html {
  const isMain = verb === "give-up" ? "" : "pay";
  return html`<form method="post" action="/alipay/cashier/${order.id}/${verb}">
    <button class="${isMain}">${label}</button>
  </form>`;
}
