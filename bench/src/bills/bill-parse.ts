import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { type Channel, parseAccount } from "@compose-pay/channels";

import type { Report } from "../ground/ground.ts";
import { median } from "../measuring/median.ts";
import { writeAlipayBill } from "./alipay-bill-file.ts";
import { countLines, splitByHand } from "./bill-floors.ts";
import { writeWechatBill } from "./wechat-bill-file.ts";

/** Millions of bytes of plain text a second, the median of rounds. */
export interface BillParseResult {
  readonly rows: number;
  readonly wechat: BillSpeeds;
  readonly alipay: BillSpeeds;
}

export interface BillSpeeds {
  readonly plainMegabytes: number;
  /** From the file to its lines, held against its sums; Alipay's is unpacked and decoded as well. */
  readonly product: number;
  /** Floor: the line feeds of the plain file are counted. */
  readonly lineFeeds: number;
  /** Floor: the plain file is decoded and split at line feeds and commas, and nothing is read of it. */
  readonly handSplit: number;
}

const rows = 300_000;

/** Reads a bill of each channel again and again, each beside its floors in the same round. */
export async function billParse(report: Report, rounds: number): Promise<BillParseResult> {
  const folder = await mkdtemp(path.join(tmpdir(), "compose-pay-bench-bills-"));
  const at = (name: string) => path.join(folder, name);
  const [wechat, alipay] = [openAccount(wechatFile()), openAccount(alipayFile())];
  try {
    await writeWechatBill(at("wechat.csv"), rows);
    await writeAlipayBill({ plain: at("alipay.csv"), packed: at("alipay.zip") }, rows);
    const wechatSpeeds = await measure(report, rounds, {
      channel: wechat,
      plain: at("wechat.csv"),
      bill: at("wechat.csv"),
      encoding: "utf-8",
      separator: ",`",
    });
    const alipaySpeeds = await measure(report, rounds, {
      channel: alipay,
      plain: at("alipay.csv"),
      bill: at("alipay.zip"),
      encoding: "gb18030",
      separator: ",",
    });
    return { rows, wechat: wechatSpeeds, alipay: alipaySpeeds };
  } finally {
    await Promise.all([wechat.dispose(), alipay.dispose(), rm(folder, { recursive: true, force: true })]);
  }
}

interface Contest {
  readonly channel: Channel;
  readonly plain: string;
  readonly bill: string;
  readonly encoding: string;
  readonly separator: string;
}

async function measure(report: Report, rounds: number, contest: Contest): Promise<BillSpeeds> {
  const { channel, plain, bill, encoding, separator } = contest;
  const { size } = await stat(plain);
  const speeds = { product: [] as number[], lineFeeds: [] as number[], handSplit: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    speeds.lineFeeds.push(await speedOf(size, () => countLines(plain)));
    speeds.handSplit.push(await speedOf(size, () => splitByHand(plain, { encoding, separator })));
    speeds.product.push(await speedOf(size, () => readThrough(channel, bill)));
    report(`bill-parse ${round}: ${channel.name} ${Math.round(speeds.product.at(-1) ?? 0)} MB/s`);
  }
  return {
    plainMegabytes: Math.round(size / 1e6),
    product: Math.round(median(speeds.product)),
    lineFeeds: Math.round(median(speeds.lineFeeds)),
    handSplit: Math.round(median(speeds.handSplit)),
  };
}

async function speedOf(bytes: number, work: () => Promise<number>): Promise<number> {
  const startedAt = performance.now();
  const found = await work();
  const ms = performance.now() - startedAt;
  if (found < rows) throw new Error(`${found} rows were found, not ${rows}`);
  return bytes / 1_000 / ms;
}

async function readThrough(channel: Channel, bill: string): Promise<number> {
  const reading = channel.readTradeBill(bill);
  for (;;) {
    const next = await reading.next();
    if (next.done === true) return next.value.lines;
  }
}

function openAccount(file: unknown): Channel {
  const reading = parseAccount(file);
  if (reading.kind === "invalid") throw new Error(JSON.stringify(reading.faults));
  return reading.account.open();
}

const base = { name: "bench", live: false, base_url: "http://127.0.0.1:9" };

function newKeys() {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

function wechatFile() {
  const credentials = {
    mchid: "1900007291",
    appid: "wxd678efh567hg6787",
    serial_no: "5F1C72E2A8931B72A2E13AF8DEE92471EB397115",
    private_key: newKeys().privateKey,
    apiv3_key: "0".repeat(32),
  };
  return { ...base, channel: "wechat", credentials };
}

function alipayFile() {
  const credentials = {
    app_id: "2021000000000001",
    seller_id: "2088721003899159",
    private_key: newKeys().privateKey,
    alipay_public_key: newKeys().publicKey,
  };
  return { ...base, channel: "alipay", credentials };
}
