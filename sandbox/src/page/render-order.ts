import type { ChannelName } from "../core/channel-name.ts";
import { toGatewayTime } from "../core/china-time.ts";
import type { NotificationRecord } from "../core/notification.ts";
import type { Order, OrderStatus, Refund, RefundStatus } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

export type OrderView = {
  readonly order: Order;
  /** Where a person pays it in a browser; null when it is paid otherwise. */
  readonly cashierPath: string | null;
  readonly refunds: readonly Refund[];
  readonly notifications: readonly NotificationRecord[];
};

const channelLabels: Readonly<Record<ChannelName, Html>> = {
  wechat: html`微信支付 <span lang="en">WeChat Pay</span>`,
  alipay: html`支付宝 <span lang="en">Alipay</span>`,
};

const statusLabels: Readonly<Record<OrderStatus, Html>> = {
  waiting: html`待支付 <span lang="en">waiting</span>`,
  paid: html`已支付 <span lang="en">paid</span>`,
  closed: html`已关闭 <span lang="en">closed</span>`,
};

const refundLabels: Readonly<Record<RefundStatus, Html>> = {
  processing: html`处理中 <span lang="en">processing</span>`,
  success: html`已到账 <span lang="en">arrived</span>`,
  abnormal: html`异常 <span lang="en">abnormal</span>`,
  closed: html`已关闭 <span lang="en">closed</span>`,
};

/** One order; what it is paid with and its buttons are there while it waits for a payment. */
export function renderOrder({ order, cashierPath, refunds, notifications }: OrderView): Html {
  return html`<li class="order ${order.status}">
    <div class="code">${order.status === "waiting" ? renderWay(order, cashierPath) : html``}</div>
    <div>
      <h3>${order.subject}</h3>
      <p class="amount">¥ ${toYuan(order.paidAmount ?? order.amount)}</p>
      <p>
        <span class="status">${statusLabels[order.status]}</span> · ${channelLabels[order.channel]} ·
        ${order.product} · <code>${order.outTradeNo}</code>
      </p>
      <p class="quiet">${renderTimes(order)}</p>
      ${refunds.map(renderRefund)} ${renderNotifications(notifications)}
    </div>
    ${order.status === "waiting" ? renderButtons(order) : html``}
  </li>`;
}

/** A cashier, a code that can be scanned, or nothing that a person could use here. */
function renderWay(order: Order, cashierPath: string | null): Html {
  if (cashierPath !== null) {
    return html`<a href="${cashierPath}">打开收银台 <span lang="en">Open the cashier</span></a>`;
  }
  if (!URL.canParse(order.payCode)) return html``;
  const text = `二维码 QR code ${order.outTradeNo}`;
  return html`<img src="/page/qr/${order.id}.svg" alt="${text}" title="${order.payCode}" />`;
}

function renderRefund(refund: Refund): Html {
  return html`<p>
    退款 <span lang="en">Refund</span> ¥ ${toYuan(refund.amount)} · ${refundLabels[refund.status]} ·
    <code>${refund.outRefundNo}</code>
  </p>`;
}

function renderTimes(order: Order): Html {
  const created = html`创建 <span lang="en">created</span> ${toGatewayTime(order.createdAt)}`;
  if (order.paidAt !== null) {
    return html`${created} · 支付 <span lang="en">paid</span> ${toGatewayTime(order.paidAt)}`;
  }
  if (order.closedAt !== null) {
    return html`${created} · 关闭 <span lang="en">closed</span> ${toGatewayTime(order.closedAt)}`;
  }
  return html`${created} · 有效期至 <span lang="en">expires</span> ${toGatewayTime(order.expiresAt)}`;
}

function renderNotifications(notifications: readonly NotificationRecord[]): Html {
  const answers = notifications.flatMap((notification) =>
    notification.attempts.map((attempt) => String(attempt.status ?? "×")),
  );
  if (answers.length === 0) return html``;
  return html`<p class="quiet">
    通知应答 <span lang="en">notifications answered</span>: ${answers.join(", ")}
  </p>`;
}

function renderButtons(order: Order): Html {
  const action = `/page/orders/${order.id}`;
  return html`<div class="buttons">
    <form method="post" action="${action}/pay">
      <button class="pay">支付 <span lang="en">Pay</span></button>
    </form>
    <form method="post" action="${action}/cancel">
      <button>取消 <span lang="en">Cancel</span></button>
    </form>
  </div>`;
}
