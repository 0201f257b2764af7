import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { bookPayments, buildFor, day } from "../../testing/stored-statement.ts";
import { addKey, addTestApp, type TestApp } from "../../testing/test-app.ts";
import type { Ingress } from "../start-ingress.ts";

let stage: IngressStage;
let ingress: Ingress;
let api: Api;
let app: TestApp;

beforeAll(async () => {
  stage = await openIngressStage();
  ingress = await stage.start({ MOST_STATEMENTS: "1" });
  api = apiOf(ingress);
  app = await addTestApp(stage);
  await bookPayments(stage, { api, app }, { count: 3, subject: '=茶, "绿"' });
});
afterAll(() => stage.close());

const get = (path: string, key = app.key) => api("GET", `/v1/statements/${path}`, { key });

describe("a statement", () => {
  it("is not ready before its day is reconciled, and a day to come is not either", async () => {
    for (const early of [day, "2999-12-31"]) {
      expect((await get(early)).body).toMatchObject({ status: 404, code: "statement_not_ready" });
    }
  });

  it("is the day's CSV, with its digest and a file name, and the limits of every answer", async () => {
    await buildFor(stage, app.appId);
    const { status, headers, text } = await get(day);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    const lines = text.split("\r\n");
    expect(lines).toHaveLength(6);
    expect(lines[1]).toMatch(
      /^payment,pay_\w+,ord_\w+,,mock,mock,4200,100,CNY,1,99,2026-01-31T08:00:00\.000Z,"'=茶, ""绿"""$/,
    );
    expect(lines.slice(-2)).toEqual(["total,,,,,,,300,CNY,3,297,,", ""]);
    const digest = createHash("sha256").update(text).digest("base64");
    expect(headers.get("content-digest")).toBe(`sha-256=:${digest}:`);
    expect(headers.get("content-length")).toBe(String(Buffer.byteLength(text)));
    expect(headers.get("content-disposition")).toBe(`attachment; filename="statement-${day}-test.csv"`);
    expect(headers.get("ratelimit")).toMatch(/^"default";r=\d+;t=\d+$/);
    expect(headers.get("x-request-id")).toMatch(/^req_/);
    expect((await get(day)).text).toBe(text);
  });

  it("tells its size and digest without its lines to HEAD", async () => {
    const [head, whole] = [await api("HEAD", `/v1/statements/${day}`, { key: app.key }), await get(day)];
    expect(head.text).toBe("");
    for (const name of ["content-length", "content-digest"]) {
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    }
  });

  it("is hidden from other apps and from keys of the other mode", async () => {
    const [other, live] = [await addTestApp(stage), await addKey(stage, app.appId, true)];
    for (const key of [other.key, live.key]) {
      expect((await get(day, key)).body).toMatchObject({ status: 404, code: "statement_not_ready" });
    }
    expect((await api("GET", `/v1/statements/${day}`)).body).toMatchObject({ code: "key_invalid" });
  });

  it.each(["2026-02-30", "2026-1-31", "20260131", "yesterday", "2026-01-31T00:00:00Z", "%20"])(
    "is refused for %s, which is no day",
    async (text) => {
      expect((await get(text)).body).toMatchObject({
        status: 422,
        code: "invalid_request",
        errors: [{ path: "day", message: "must be a day such as 2026-01-31" }],
      });
    },
  );
});

describe("a long statement", () => {
  const lines = 50_000;
  let long: TestApp;
  beforeAll(async () => {
    long = await addTestApp(stage);
    // More bytes than the buffers between server and client hold.
    await bookPayments(stage, { api, app: long }, { count: lines, subject: "茶".repeat(120) });
    await buildFor(stage, long.appId);
  });

  it("is sent whole", async () => {
    const { text, headers } = await get(day, long.key);
    expect(text.split("\r\n")).toHaveLength(lines + 3);
    const digest = createHash("sha256").update(text).digest("base64");
    expect(headers.get("content-digest")).toBe(`sha-256=:${digest}:`);
  });

  it("is read no faster than its client takes it, and no more once the client has gone", async () => {
    const client = await beginToRead(long.key);
    // It has the place of the one statement that may be sent at a time.
    expect((await get(day)).body).toMatchObject({ status: 503, code: "overloaded" });
    // As long as it takes to read all of it, twice.
    for (let pass = 0; pass < 2; pass += 1) await buildFor(stage, long.appId);
    expect((await get(day)).body).toMatchObject({ status: 503, code: "overloaded" });
    client.destroy();
    await waitFor(async () => (await get(day)).status === 200, { deadlineMs: 10_000 });
  });

  it("breaks off instead of ending wrongly when its books change while it is sent", async () => {
    const client = await beginToRead(long.key);
    await stage.database.pool.query(
      "UPDATE book_entries SET fee = 2 WHERE app_id = ? ORDER BY out_no DESC LIMIT 1",
      [long.appId],
    );
    let received = "";
    client.setEncoding("utf8");
    for await (const piece of client) received += String(piece);
    expect(received).toContain("200 OK");
    expect(received).not.toContain("\r\ntotal,");
  });
});

/** A client whose answer has begun, and who reads no more of it than that; one before may have to give its place back. */
async function beginToRead(key: string): Promise<Socket> {
  const reading = Promise.withResolvers<Socket>();
  await waitFor(
    async () => {
      const client = connect(Number(new URL(ingress.url).port), "127.0.0.1");
      client.write(`GET /v1/statements/${day} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${key}\r\n\r\n`);
      await once(client, "readable");
      const head = client.read() as Buffer; // because no encoding is set
      client.unshift(head);
      if (!head.toString().startsWith("HTTP/1.1 200")) {
        client.destroy();
        return false;
      }
      reading.resolve(client);
      return true;
    },
    { deadlineMs: 20_000 },
  );
  return reading.promise;
}
