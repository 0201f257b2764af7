import type { BillLine, BillTotals, FundLine, FundTotals } from "@compose-pay/domain";

import { utf8 } from "../../bill-file/bill-encoding.ts";
import { readBill } from "../../bill-file/read-bill.ts";
import type { WechatOwner } from "./row-owner.ts";
import { createWechatBillParser } from "./wechat-bill-parser.ts";
import { wechatFundFlow } from "./wechat-fund-flow.ts";
import { wechatTradeBill } from "./wechat-trade-bill.ts";

/** @throws BillUnreadable */
export function readWechatTradeBill(
  chunks: AsyncIterable<Uint8Array>,
  owner: WechatOwner,
): AsyncGenerator<readonly BillLine[], BillTotals, void> {
  return readBill(chunks, utf8, createWechatBillParser(wechatTradeBill(owner)));
}

/** @throws BillUnreadable */
export function readWechatFundFlow(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly FundLine[], FundTotals, void> {
  return readBill(chunks, utf8, createWechatBillParser(wechatFundFlow()));
}
