import type { AutopayRule } from "../core/autopay.ts";
import { toGatewayTime } from "../core/china-time.ts";
import type { Fault } from "../core/fault.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { OrderView } from "./render-order.ts";
import { renderOrder } from "./render-order.ts";

export type PageView = {
  /** By the sandbox's clock, in milliseconds. */
  readonly now: number;
  readonly offsetMs: number;
  readonly orders: readonly OrderView[];
  /** The order id that the next page starts below; null on the last page. */
  readonly olderThan: number | null;
  readonly faults: readonly Fault[];
  readonly autopay: readonly AutopayRule[];
};

/** The whole document. */
export function renderPage(view: PageView): Html {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>支付沙箱 · Payment sandbox</title>
        <link rel="stylesheet" href="/page/assets/page.css" />
        <script src="/page/assets/page.js" defer></script>
      </head>
      <body>
        <header>
          <h1>支付沙箱 <small lang="en">Payment sandbox</small></h1>
          <p>微信支付 · 支付宝 <span lang="en">(WeChat Pay, Alipay): no real money moves here.</span></p>
        </header>
        <main>
          ${renderClock(view)} ${renderFaults(view.faults)} ${renderAutopay(view.autopay)}
          ${renderOrders(view)}
        </main>
      </body>
    </html>`;
}

function renderClock({ now, offsetMs }: PageView): Html {
  const seconds = Math.round(offsetMs / 1000);
  const offset =
    seconds === 0
      ? html``
      : html` <strong class="warning"
          >与真实时间相差 ${seconds} 秒 <span lang="en">(${seconds} s away from real time)</span></strong
        >`;
  return html`<p>沙箱时钟 <span lang="en">Clock</span>: <time>${toGatewayTime(now)}</time>${offset}</p>`;
}

function renderFaults(faults: readonly Fault[]): Html {
  if (faults.length === 0) return html`<p>当前没有故障 <span lang="en">No faults in force</span></p>`;
  return html`<section>
    <h2>生效中的故障 <small lang="en">Faults in force</small></h2>
    <table>
      <thead>
        <tr>
          <th>渠道 <span lang="en">Channel</span></th>
          <th>操作 <span lang="en">Operation</span></th>
          <th>故障 <span lang="en">Fault</span></th>
          <th>概率 <span lang="en">Probability</span></th>
          <th>剩余次数 <span lang="en">Times left</span></th>
          <th>延迟 <span lang="en">Delay</span></th>
        </tr>
      </thead>
      <tbody>
        ${faults.map(renderFault)}
      </tbody>
    </table>
    <form method="post" action="/page/faults/clear">
      <button>清除故障 <span lang="en">Clear</span></button>
    </form>
  </section>`;
}

function renderFault(fault: Fault): Html {
  return html`<tr>
    <td>${fault.channel}</td>
    <td>${fault.operation}</td>
    <td><code>${fault.fault}</code></td>
    <td>${fault.probability}</td>
    <td>${fault.times ?? "∞"}</td>
    <td>${fault.delay_ms === undefined ? "–" : `${fault.delay_ms} ms`}</td>
  </tr>`;
}

function renderAutopay(rules: readonly AutopayRule[]): Html {
  return html`${rules.map(
    (rule) =>
      html`<p>
        自动付款 <span lang="en">Autopay</span>: ${rule.channel}, ${Math.round(rule.ratio * 100)} %,
        ${rule.after_ms} ms
      </p>`,
  )}`;
}

function renderOrders({ orders, olderThan }: PageView): Html {
  const older =
    olderThan === null
      ? html``
      : html`<p>
          <a href="/?before=${olderThan}">更早的订单 <span lang="en">Older orders</span></a>
        </p>`;
  const none = html`<p>还没有订单 <span lang="en">No orders yet</span></p>`;
  return html`<section>
    <h2>订单 <small lang="en">Orders</small></h2>
    ${
      orders.length === 0
        ? none
        : html`<ul class="orders">
            ${orders.map(renderOrder)}
          </ul>`
    }
    ${older}
  </section>`;
}
