import type { ChannelCertificate } from "@compose-pay/channels";
import { findChannelAccount, findChannelCertificates } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSetUp, setUpAt, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { createChannelDirectory } from "./channel-directory.ts";
import { later } from "./due-after.ts";
import { putChannelAccount } from "./put-channel-account.ts";
import { requestCertificates } from "./request-certificates.ts";
import { storeCertificates } from "./store-certificates.ts";

const hourMs = 3_600_000;
let setUp: SetUpFixture;

beforeAll(async () => {
  setUp = await openSetUp();
});

afterAll(() => setUp.close());

const certificate = (serial: string, expiresAt = later(setUpAt, 24 * hourMs)): ChannelCertificate => ({
  serial,
  pem: `pem of ${serial}`,
  effectiveAt: later(setUpAt, -hourMs),
  expiresAt,
});

describe("storeCertificates", () => {
  it("adds what is new beside what is there, and makes every process open the account anew", async () => {
    const id = await newAccount("rotating");
    let now = setUpAt;
    const directory = createChannelDirectory({ ...setUp.deps, clock: { now: () => now } });
    const before = await directory.find(id);
    expect(await store(id, [certificate("OLD")])).toEqual(["OLD"]);
    expect(await store(id, [certificate("OLD"), certificate("NEW")])).toEqual(["NEW"]);
    expect(await serialsOf(id)).toEqual(["NEW", "OLD"]);
    expect((await directory.find(id))?.channel).toBe(before?.channel);
    now = later(now, 6_000);
    expect((await directory.find(id))?.channel).not.toBe(before?.channel);
    await directory.dispose();
  });

  it("says when the next look is due: 10 to 11 hours later, and never for an account that needs none", async () => {
    const id = await newAccount("due");
    await store(id, [certificate("A")]);
    const dueAt = (await account(id)).certificatesDueAt?.getTime() ?? 0;
    expect(dueAt).toBeGreaterThanOrEqual(setUpAt.getTime() + 10 * hourMs);
    expect(dueAt).toBeLessThanOrEqual(setUpAt.getTime() + 11 * hourMs);
    const none = await newAccount("none");
    const { updatedAt } = await account(none);
    await store(none, []);
    expect(await account(none)).toMatchObject({ certificatesDueAt: null, updatedAt });
  });

  it("changes nothing but the due time when nothing is new", async () => {
    const id = await newAccount("same");
    await store(id, [certificate("A")]);
    const { updatedAt } = await account(id);
    expect(await store(id, [certificate("A")])).toEqual([]);
    expect((await account(id)).updatedAt).toEqual(updatedAt);
  });

  it("keeps an expired one for a week, since what was signed with it may still be read", async () => {
    const [id, other] = [await newAccount("expiring"), await newAccount("bystander")];
    const old = [
      certificate("TWO DAYS OVER", later(setUpAt, -48 * hourMs)),
      certificate("EIGHT DAYS OVER", later(setUpAt, -8 * 24 * hourMs)),
    ];
    await store(other, [certificate("B")]);
    await store(id, old);
    expect(await serialsOf(id)).toEqual(["TWO DAYS OVER"]);
    expect(await serialsOf(other)).toEqual(["B"]);
  });
});

describe("requestCertificates", () => {
  it("asks once a minute for an account, however many ask at once, and not for others", async () => {
    const [id, other] = [await newAccount("asked"), await newAccount("not asked")];
    const asked = await Promise.all(Array.from({ length: 30 }, () => ask(id, setUpAt)));
    expect(asked.filter((message) => message !== null)).toHaveLength(1);
    expect(await ask(id, later(setUpAt, 59_000))).toBeNull();
    expect(await ask(id, later(setUpAt, 61_000))).toMatchObject({
      queue: "channel.wechat.background",
      name: "channel.certificates",
      body: { channel_account_id: id, serial: "5157F09E" },
    });
    expect(await ask(other, setUpAt)).not.toBeNull();
  });

  it("is not held up for hours by a host whose clock was ahead", async () => {
    const id = await newAccount("ahead");
    expect(await ask(id, later(setUpAt, hourMs))).not.toBeNull();
    expect(await ask(id, setUpAt)).not.toBeNull();
    expect(await ask(id, later(setUpAt, -5_000))).toBeNull();
  });

  it("asks for the number that an answer names, and not for that of a notification", async () => {
    const id = await newAccount("named");
    expect((await ask(id, setUpAt, "notification"))?.body).toEqual({ channel_account_id: id });
    const { body } = (await ask(id, setUpAt)) ?? {};
    expect(body).toEqual({ channel_account_id: id, serial: "5157F09E" });
  });

  it("asks for an answer each minute, whatever strangers post, and for them once a minute at most", async () => {
    const id = await newAccount("flooded");
    const asked = { notification: 0, answer: 0 };
    for (let second = 0; second < 600; second += 2) {
      const foundIn = second % 10 === 6 ? "answer" : "notification";
      // The hosts' clocks are 5 s apart.
      const at = later(setUpAt, second * 1_000 + (foundIn === "notification" ? 5_000 : 0));
      if ((await ask(id, at, foundIn)) !== null) asked[foundIn] += 1;
    }
    expect(asked.answer).toBe(10);
    expect(asked.notification).toBeLessThanOrEqual(10);
    const quiet = await newAccount("notified");
    const minutes = Array.from({ length: 120 }, (_, second) => later(setUpAt, second * 1_000));
    const made = [];
    for (const at of minutes) made.push(await ask(quiet, at, "notification"));
    expect(made.filter((message) => message !== null)).toHaveLength(2);
  });

  it("is no way around that minute when the download had nothing new", async () => {
    const id = await newAccount("amplified");
    expect(await ask(id, setUpAt)).not.toBeNull();
    await store(id, []);
    expect(await ask(id, later(setUpAt, 10_000))).toBeNull();
  });
});

async function newAccount(name: string): Promise<string> {
  const wechat = { channel: "mock", name, live: false, baseUrl: null, credentials: {} } as const;
  const put = await putChannelAccount(setUp.deps, { account: wechat, enabled: true });
  if (put.kind !== "created") throw new Error(`the account is ${put.kind}`);
  return put.account.id;
}

const store = (accountId: string, certificates: readonly ChannelCertificate[]) =>
  storeCertificates(setUp.deps, { accountId, certificates });

async function account(id: string) {
  const row = await findChannelAccount(setUp.deps.database.connection, id);
  if (row === null) throw new Error(`there is no account ${id}`);
  return row;
}

async function serialsOf(id: string): Promise<readonly string[]> {
  const rows = await findChannelCertificates(setUp.deps.database.connection, id);
  return rows.map(({ serial }) => serial).toSorted();
}

function ask(id: string, at: Date, foundIn: "answer" | "notification" = "answer") {
  const deps = { database: setUp.deps.database, clock: { now: () => at } };
  return requestCertificates(deps, {
    account: { id, channel: "wechat" },
    foundIn,
    serial: "5157F09E",
    traceId: "trace_1",
  });
}
