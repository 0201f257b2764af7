import { createHash } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { confirmBill, findBill, listAuditEntries } from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addRun } from "../../testing/stored-discrepancy.ts";
import { addWechatAccount, wechatBill } from "../../testing/wechat-bill.ts";

const day = "2026-02-27";
const mostBytes = 1_048_576;
const soon = { deadlineMs: 10_000 };
let stage: ConsoleStage;
let operator: SignedIn;
let account_id: string;

beforeAll(async () => {
  stage = await openConsoleStage({ changes: { MOST_UPLOAD_BYTES: String(mostBytes) } });
  account_id = await addWechatAccount(stage, "shop");
  operator = await stage.signIn(["reconciliation.read", "reconciliation.export", "reconciliation.act"]);
});
afterAll(() => stage.close());

const input = () => ({ account_id, day, type: "trade", file_name: "账单 <b>27.csv" }) as const;
const upload = (content: string | Uint8Array<ArrayBuffer>, changes: object = {}) =>
  operator.upload("bills.upload", { ...input(), ...changes }, { content });
const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");
const scratch = () => readdir(path.join(stage.folder, "scratch")).catch(() => []);

async function entries() {
  const found = await listAuditEntries(stage.database.connection, { action: "bills.upload", limit: 2 });
  return found.map(({ phase, subject, details }) => ({
    phase,
    subject,
    details: JSON.parse(details) as unknown,
  }));
}

describe("an upload of a bill", () => {
  it("is loaded, is in the audit with its name, its size and its hash, and is the same bill once more", async () => {
    const content = wechatBill({ day, payments: 3 });
    const bill = (await upload(content)).data();
    expect(bill).toMatchObject({
      account_id,
      day,
      state: "loaded",
      version: 1,
      lines: 3,
      source: operator.operator.email,
      sha256: sha256(content),
      totals: { payments: 3, payment_amount: 300, fees: 3 },
    });
    const facts = { bytes: Buffer.byteLength(content), sha256: sha256(content) };
    expect(await entries()).toMatchObject([
      { phase: "done", subject: bill.id, details: { after: { state: "loaded" }, file: facts } },
      { phase: "asked", subject: account_id, details: { input: { file_name: "账单 <b>27.csv", day } } },
    ]);
    expect((await upload(content)).data()).toEqual(bill);
    expect(await scratch()).toEqual([]);
  });

  it("that is broken is rejected with its line, and nothing of it counts", async () => {
    const bill = (await upload(wechatBill({ day, payments: 2, sum: "3.00" }))).data();
    expect(bill).toMatchObject({ state: "rejected", lines: 0, loaded_at: null });
    expect(bill.fault).toContain("sum_differs in line 5");
    expect((await upload("no bill at all")).data()).toMatchObject({ state: "rejected" });
  });

  it("that is too large is refused, told beforehand or not, and nothing of it is kept", async () => {
    const before = await readdir(path.join(stage.folder, "archive"));
    const large = "x".repeat(mostBytes + 1);
    expect((await upload(large)).problem()).toMatchObject({ status: 413, code: "file_too_large" });
    expect(await entries()).toMatchObject([{ phase: "refused", details: { code: "file_too_large" } }, {}]);
    const untold = await uploadInChunks(large);
    expect(untold).toContain("HTTP/1.1 413");
    expect(untold).toContain("file_too_large");
    expect(await readdir(path.join(stage.folder, "archive"))).toEqual(before);
    expect(await scratch()).toEqual([]);
  });

  it("that ends early is refused, in the audit too, and leaves nothing", async () => {
    const socket = connect(Number(new URL(stage.console.url).port));
    const head = uploadHead({ "Content-Length": "1000" });
    socket.write(`${head}half of it`);
    await waitFor(async () => (await entries())[0]?.phase === "asked", soon);
    socket.destroy();
    await waitFor(async () => (await entries())[0]?.phase === "refused", soon);
    expect(await entries()).toMatchObject([{ details: { code: "body_malformed" } }, { phase: "asked" }]);
    await waitFor(async () => (await scratch()).length === 0, soon);
  });

  it("is refused empty, for no account, for a day that there is not, and of another media type", async () => {
    expect((await upload("")).problem().errors).toMatchObject([{ path: "file_name" }]);
    const nobody = (await upload("x", { account_id: "acc_none" })).problem();
    expect(nobody.errors).toMatchObject([{ path: "account_id" }]);
    expect((await upload("x", { day: "2026-02-30" })).problem().errors).toMatchObject([{ path: "day" }]);
    const json = { content: "{}", headers: { "Content-Type": "application/json" } };
    expect((await operator.upload("bills.upload", input(), json)).problem().code).toBe("body_malformed");
  });

  it("comes from the console's own page, from somebody who may", async () => {
    for (const headers of [{ "Sec-Fetch-Site": "cross-site" }, { "X-CSRF-Token": "another" }]) {
      const forged = await operator.upload("bills.upload", input(), { content: "x", headers });
      expect(forged.problem().code).toBe("request_forged");
    }
    const reader = await stage.signIn(["reconciliation.read"]);
    expect((await reader.upload("bills.upload", input(), { content: "x" })).problem().code).toBe(
      "not_permitted",
    );
    const stranger = await stage.stranger.upload("bills.upload", input(), { content: "x" });
    expect(stranger.problem().code).toBe("not_signed_in");
    expect((await fetch(`${stage.console.url}/api/bills.upload`)).status).toBe(404);
  });
});

describe("a bill", () => {
  it("is downloaded byte by byte as it came, and nothing of it is left in the scratch folder", async () => {
    const content = wechatBill({ day: "2026-02-26", payments: 4_000 });
    const { id } = (await upload(content, { day: "2026-02-26" })).data();
    const { status, headers, bytes } = await operator.file("bills.download", { id });
    expect(status).toBe(200);
    // More than comes in one piece.
    expect(bytes.length).toBeGreaterThan(500_000);
    expect(bytes.equals(Buffer.from(content))).toBe(true);
    expect(headers.get("content-length")).toBe(String(bytes.length));
    expect(headers.get("content-disposition")).toBe(
      `attachment; filename="bill-${account_id}-2026-02-26-trade-v1.csv"`,
    );
    expect(await scratch()).toEqual([]);
  });

  it("keeps every byte of a ZIP, which is no text", async () => {
    const zip = new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x00, 0xff, 0xfe, 0xc3, 0x28, 0x0d, 0x0a]);
    const { id, state } = (await upload(zip, { day: "2026-02-25" })).data();
    expect(state).toBe("rejected");
    const { bytes, headers } = await operator.file("bills.download", { id });
    expect(bytes.equals(Buffer.from(zip))).toBe(true);
    expect(headers.get("content-disposition")).toContain("trade-v1.zip");
  });

  it("whose file the archive has damaged or lost is refused, and no other is", async () => {
    const { id } = (
      await upload(wechatBill({ day: "2026-02-24", payments: 1 }), { day: "2026-02-24" })
    ).data();
    const key = (await findBill(stage.database.connection, id))?.archiveKey ?? "";
    const file = path.join(stage.folder, "archive", key);
    await writeFile(file, "no gzip");
    const damaged = JSON.parse((await operator.file("bills.download", { id })).bytes.toString()) as unknown;
    expect(damaged).toMatchObject({ code: "conflict" });
    await rm(file);
    expect((await operator.file("bills.download", { id })).status).toBe(409);
    expect((await operator.file("bills.download", { id: "bil_none" })).status).toBe(404);
  });

  it("is listed with its versions page by page, newest day first", async () => {
    const first = (await operator.call("bills.list", { account_id, limit: "2" })).data();
    expect(first.rows.map((row) => row.day)).toEqual([day, day]);
    const rest = await operator.call("bills.list", { account_id, after: first.next ?? "" });
    const days = rest.data().rows.map((row) => row.day);
    expect(days).toEqual([day, "2026-02-26", "2026-02-25", "2026-02-24"]);
    const ofDay = await operator.call("bills.list", { account_id, day });
    expect(ofDay.data().rows.map((row) => row.version)).toEqual([3, 2, 1]);
    const unknown = await operator.call("bills.list", { account_id, after: "bil_none" });
    expect(unknown.problem().errors).toMatchObject([{ path: "after" }]);
  });

  it("whose loading was cut off is loaded when somebody asks", async () => {
    const content = wechatBill({ day: "2026-02-23", payments: 2 });
    const { id } = (await upload(content, { day: "2026-02-23" })).data();
    await stage.database.pool.query("UPDATE bills SET state = 'loading', loaded_at = NULL WHERE id = ?", [
      id,
    ]);
    expect((await operator.call("bills.show", { id })).data().state).toBe("loading");
    expect((await operator.call("bills.load", { id })).data()).toMatchObject({ state: "loaded", lines: 2 });
    expect((await operator.call("bills.load", { id: "bil_none" })).status).toBe(404);
  });
});

describe("a run", () => {
  it("shows whose word its bill is, and what was uploaded beside the channel's", async () => {
    const own = { day: "2026-02-10" };
    const { database } = stage;
    const first = (await upload(wechatBill({ ...own, payments: 1 }), own)).data();
    const second = (await upload(wechatBill({ ...own, payments: 2 }), own)).data();
    const held = { channelAccountId: account_id, ...own, tradeBillId: first.id };
    await addRun(database, { id: "run_1", ...held });
    const bills = async () => (await operator.call("runs.show", { id: "run_1" })).data().bills;
    const by = { source: operator.operator.email, confirmed_at: null };
    expect(await bills()).toMatchObject([{ bill: { id: first.id, ...by }, overruled: null }]);
    const confirmedAt = new Date("2026-02-12T02:00:00.000Z");
    await confirmBill(database.connection, first.id, confirmedAt);
    await confirmBill(database.connection, first.id, new Date());
    expect(await bills()).toMatchObject([
      {
        bill: { id: first.id, source: by.source, confirmed_at: confirmedAt.toISOString() },
        overruled: { id: second.id, ...by },
      },
    ]);
  });
});

/** A request of an upload up to its body, with the headers of somebody who may. */
function uploadHead(headers: Readonly<Record<string, string>>): string {
  const lines = { Host: "console", "Content-Type": "application/octet-stream", ...operator.held, ...headers };
  const query = new URLSearchParams(input()).toString();
  const said = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
  return [`POST /api/bills.upload?${query} HTTP/1.1`, ...said, "", ""].join("\r\n");
}

/** Sends it without its length, and answers all that comes back. */
async function uploadInChunks(content: string): Promise<string> {
  const socket = connect(Number(new URL(stage.console.url).port));
  socket.write(uploadHead({ "Transfer-Encoding": "chunked", Connection: "close" }));
  socket.write(`${content.length.toString(16)}\r\n${content}\r\n0\r\n\r\n`);
  let received = "";
  for await (const piece of socket.setEncoding("utf8")) received += String(piece);
  return received;
}
