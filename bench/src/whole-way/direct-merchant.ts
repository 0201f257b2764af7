import { type Channel, parseAccount } from "@compose-pay/channels";
import { z } from "zod";
import { readJob, tell } from "../ground/programs.ts";
import { listen } from "./listen.ts";
import { collectNotices } from "./notices.ts";
import { type CreateAnswer, sendOpenLoop } from "./open-loop.ts";
import { wayJob } from "./way.ts";

/**
 * The floor of the whole way: a merchant without a hub, who calls the channels and takes their notifications
 * itself, and keeps nothing. Signatures are made and verified all the same.
 */
const job = readJob(wayJob.extend({ accounts: z.array(z.unknown()) }));

const expiresInMs = 1_800_000;

const channels = new Map(job.accounts.map(openChannel).map((channel) => [channel.name, channel]));
const notices = collectNotices();

const url = await listen(({ path, headers, body }) => {
  const channel = channelNamed(path.slice(1));
  const single = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  const reading = channel.readNotification({ headers: Object.fromEntries(single), body }, new Date());
  if (reading.kind === "payment") notices.heard(reading.outTradeNo);
  else notices.untrue();
  return reading.reply;
});

const sent = await sendOpenLoop(job, createOrder);
await notices.untilHeard(sent.acknowledged, job.patienceMs);
tell({ ...sent, ...notices.outcome() });

async function createOrder(orderNo: string, number: number): Promise<CreateAnswer> {
  const method = job.methods[number % job.methods.length] ?? "alipay_qr";
  const name = method === "wechat_native" ? "wechat" : "alipay";
  const createdAt = new Date();
  const answer = await channelNamed(name).create({
    outTradeNo: orderNo,
    method,
    money: { amount: 100, currency: "CNY" },
    createdAt,
    expiresAt: new Date(createdAt.getTime() + expiresInMs),
    closedAt: null,
    metadata: {},
    subject: "Tea",
    description: null,
    notifyUrl: `${url}/${name}`,
    returnUrl: null,
    clientIp: null,
    payer: null,
  });
  if (answer.kind !== "ok") return { kind: "refused", why: answer.kind };
  return { kind: "acknowledged", outTradeNo: orderNo };
}

function channelNamed(name: string): Channel {
  const channel = [...channels.values()].find((one) => one.name === name);
  if (channel === undefined) throw new Error(`no account of ${name}`);
  return channel;
}

function openChannel(file: unknown): Channel {
  const reading = parseAccount(file);
  if (reading.kind === "invalid") throw new Error("the sandbox's account file cannot be read");
  return reading.account.open();
}
