import type { Order } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import type { Html } from "../page/html.ts";
import { html } from "../page/html.ts";

export type CashierView = {
  /** Null when the link leads to no order any more. */
  readonly order: Order | null;
  /** Where the merchant wants the customer back; null = nowhere. */
  readonly redirectUrl: string | null;
  /** Where the buttons post to. */
  readonly action: string;
};

/** The cashier of an H5 order, as a whole document. */
export function renderCashier(view: CashierView): Html {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>微信支付 · WeChat Pay sandbox</title>
        <link rel="stylesheet" href="/page/assets/page.css" />
      </head>
      <body>
        <header>
          <h1>微信支付 <small lang="en">WeChat Pay sandbox</small></h1>
        </header>
        <main>${view.order === null ? expired : renderOrder(view.order, view)}</main>
      </body>
    </html>`;
}

const expired = html`<p>链接已失效 <span lang="en">This link leads nowhere any more.</span></p>`;

function renderOrder(order: Order, view: CashierView): Html {
  return html`<h2>${order.subject}</h2>
    <p class="amount">¥ ${toYuan(order.paidAmount ?? order.amount)}</p>
    ${order.status === "waiting" ? renderButtons(view) : renderEnd(order, view)}`;
}

function renderButtons({ action }: CashierView): Html {
  return html`<form method="post" action="${action}">
    <button class="pay" name="answer" value="pay">支付 <span lang="en">Pay</span></button>
    <button name="answer" value="give_up">放弃 <span lang="en">Give up</span></button>
  </form>`;
}

function renderEnd(order: Order, { redirectUrl }: CashierView): Html {
  const end =
    order.status === "paid"
      ? html`<p>支付成功 <span lang="en">Paid</span></p>`
      : html`<p>订单已关闭 <span lang="en">Closed</span></p>`;
  if (redirectUrl === null) return end;
  return html`${end}
    <p>
      <a href="${redirectUrl}">返回商家 <span lang="en">Back to the merchant</span></a>
    </p>`;
}
