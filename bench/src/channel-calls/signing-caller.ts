import { monitorEventLoopDelay } from "node:perf_hooks";
import { type Channel, parseAccount } from "@compose-pay/channels";
import { z } from "zod";
import { readJob, tell } from "../ground/programs.ts";
import { sendOpenLoop } from "../whole-way/open-loop.ts";

/** Creates orders at the channel in one process, and watches how long its event loop is held up meanwhile. */
const job = readJob(
  z.object({
    account: z.unknown(),
    perSecond: z.number().positive(),
    seconds: z.int().min(1).max(120),
    prefix: z.string().max(20),
  }),
);
const nsPerMs = 1_000_000;
const channel = openChannel(job.account);
const createOrder = async (outTradeNo: string) => {
  const createdAt = new Date();
  const answer = await channel.create({
    outTradeNo,
    method: "wechat_native",
    money: { amount: 100, currency: "CNY" },
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 1_800_000),
    closedAt: null,
    metadata: {},
    subject: "Tea",
    description: null,
    notifyUrl: "http://127.0.0.1:9/notify",
    returnUrl: null,
    clientIp: null,
    payer: null,
  });
  return answer.kind === "ok"
    ? ({ kind: "acknowledged", outTradeNo } as const)
    : ({ kind: "refused", why: answer.kind } as const);
};

await sendOpenLoop({ ...job, seconds: 5, prefix: `${job.prefix}w` }, createOrder);
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const sent = await sendOpenLoop(job, createOrder);
delay.disable();
tell({
  create: sent.create,
  refused: sent.refused,
  heldBack: sent.heldBack,
  loopP50Ms: delay.percentile(50) / nsPerMs,
  loopP99Ms: delay.percentile(99) / nsPerMs,
  loopMaxMs: delay.max / nsPerMs,
});

function openChannel(file: unknown): Channel {
  const reading = parseAccount(file);
  if (reading.kind === "invalid") throw new Error("the sandbox's account file cannot be read");
  return reading.account.open();
}
