import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { newId, systemClock } from "@compose-pay/runtime";
import { type Sandbox, startSandbox } from "@compose-pay/sandbox";

import type { Channel, OrderToCreate } from "../src/channel.ts";
import type { RawNotification } from "../src/notification-reading.ts";
import type { ChannelEnvironment } from "../src/channel-environment.ts";
import { openChannel } from "./open-channel.ts";
import { type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

export type SandboxChannel = "wechat" | "alipay";

/** Both channels of the sandbox over HTTP, and the address where they post their notifications. */
export interface SandboxRig {
  readonly sandbox: Sandbox;
  open(channel: SandboxChannel, environment?: Partial<ChannelEnvironment>): Channel;
  /** An account file that is not quite the demo account's; disposed with the rest. */
  openFile(file: unknown, environment?: Partial<ChannelEnvironment>): Channel;
  newOrder(channel: SandboxChannel, changes?: Partial<OrderToCreate>): OrderToCreate;
  /** Does what a payer or a tester does; `path` is under `/control`. */
  control(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<unknown>;
  /** The newest notification, once there are `count` of them. */
  notification(count: number): Promise<RawNotification>;
  /** How many notifications came so far. */
  received(): number;
  /** An address for the notifications of one order or refund alone. */
  notifyUrl(path: string): string;
  /** The newest one that came there, once there are `count` of them. */
  notificationAt(url: string, count: number): Promise<RawNotification>;
  /** How many came there. */
  receivedAt(url: string): number;
  stop(): Promise<void>;
}

export async function startSandboxRig(): Promise<SandboxRig> {
  const dataDir = await mkdtemp(join(tmpdir(), "compose-pay-channels-"));
  const sandbox = await startSandbox({ dataDir });
  const listener = await startScriptedServer();
  listener.play((_, response) => response.writeHead(200, { "content-type": "text/plain" }).end("success"));
  const opened: Channel[] = [];
  return {
    sandbox,
    open: (channel, environment) => {
      const next = openChannel(sandbox.accounts()[channel], { clock: systemClock, ...environment });
      opened.push(next);
      return next;
    },
    openFile: (file, environment) => {
      const next = openChannel(file, { clock: systemClock, ...environment });
      opened.push(next);
      return next;
    },
    newOrder: (channel, changes) => ({ ...freshOrder(channel, `${listener.url}/notify`), ...changes }),
    control: (method, path, body) => control(`${sandbox.url}/control${path}`, method, body),
    notification: (count) => notificationOf(() => listener.requests, count),
    received: () => listener.requests.length,
    notifyUrl: (path) => `${listener.url}/notify/${path}`,
    notificationAt: (url, count) => notificationOf(() => postedTo(listener, url), count),
    receivedAt: (url) => postedTo(listener, url).length,
    stop: async () => {
      await Promise.all(opened.map((channel) => channel.dispose()));
      await listener.close();
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function freshOrder(channel: SandboxChannel, notifyUrl: string): OrderToCreate {
  const now = systemClock.now();
  return {
    outTradeNo: newId("att"),
    method: channel === "wechat" ? "wechat_native" : "alipay_qr",
    money: { amount: 1_999, currency: "CNY" },
    createdAt: now,
    expiresAt: new Date(now.getTime() + 1_800_000),
    closedAt: null,
    metadata: {},
    subject: "龙井茶 250g",
    description: "first flush",
    notifyUrl,
    returnUrl: null,
    clientIp: null,
    payer: null,
  };
}

async function control(url: string, method: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    ...(body !== undefined && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const patienceMs = 10_000;
const pollMs = 10;

type Posted = ScriptedServer["requests"];

function postedTo({ requests }: ScriptedServer, url: string): Posted {
  const { pathname } = new URL(url);
  return requests.filter(({ target }) => target === pathname);
}

async function notificationOf(posted: () => Posted, count: number): Promise<RawNotification> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const arrived = posted();
    const newest = arrived.at(-1);
    if (newest !== undefined && arrived.length >= count) {
      return { headers: newest.headers, body: Buffer.from(newest.body) };
    }
    if (Date.now() > deadline) throw new Error(`waited in vain for ${count} notifications`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
