import { generateKeyPairSync } from "node:crypto";
import { putChannelAccount } from "@compose-pay/application";
import { parseAccount } from "@compose-pay/channels";
import { newId, systemClock } from "@compose-pay/runtime";
import type { ConsoleStage } from "./console-stage.ts";

/** The merchant number of the account and of its bills. */
const mchid = "1900000001";

/** Puts in an account at WeChat Pay that nobody has, and answers its id. */
export async function addWechatAccount(
  { database, secretBox }: Pick<ConsoleStage, "database" | "secretBox">,
  name: string,
): Promise<string> {
  const keys = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const reading = parseAccount({
    channel: "wechat",
    name,
    live: false,
    base_url: "http://127.0.0.1:9",
    credentials: {
      mchid,
      appid: "wx0000000000000001",
      serial_no: "5157F09EFDC096DE15EBE81A47057A7200000000",
      private_key: keys.privateKey,
      apiv3_key: "nobody-may-read-this-apiv3-key-1",
      public_key_id: "PUB_KEY_ID_0119000000012026",
      public_key: keys.publicKey,
    },
  });
  if (reading.kind !== "account") throw new Error(JSON.stringify(reading.faults));
  const deps = { database, secretBox, clock: systemClock, newId, allowedChannelHosts: ["127.0.0.1"] };
  const stored = await putChannelAccount(deps, { account: reading.account, enabled: true });
  if (stored.kind !== "created") throw new Error(stored.kind);
  return stored.account.id;
}

/** WeChat Pay's trade bill of type ALL (APIv3, 申请交易账单) with payments of 1.00 yuan at noon of the day. */
export function wechatBill({
  day,
  payments,
  sum = `${payments}.00`,
}: {
  readonly day: string;
  readonly payments: number;
  /** What the summary says that they come to; their sum unless given. */
  readonly sum?: string;
}): string {
  const rows = Array.from({ length: payments }, (_, index) => {
    const number = [`42000${index}`, `att_${index}`];
    return lineOf([`${day} 12:00:00`, "wx1", mchid, "0", "", ...number, "o1", "NATIVE", ...rest]);
  });
  const fees = (payments / 100).toFixed(5);
  const sums = [`${payments}`, sum, "0.00", "0.00", fees, sum, "0.00"];
  return `\uFEFF${columns}\r\n${rows.join("")}${summary}\r\n${lineOf(sums)}`;
}

/** The rest of a row, from 交易状态 on. */
const rest = "SUCCESS,OTHERS,CNY,1.00,0.00,0,0,0.00,0.00,,,Tea,,0.01000,0.60%,1.00,0.00,".split(",");

function lineOf(fields: readonly string[]): string {
  return `\`${fields.join(",`")}\r\n`;
}

const columns =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类," +
  "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包," +
  "手续费,费率,订单金额,申请退款金额,费率备注";
const summary =
  "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
