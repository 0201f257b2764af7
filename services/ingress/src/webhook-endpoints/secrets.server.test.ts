import { createLogger } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;
const logged: string[] = [];

beforeAll(async () => {
  const destination = { write: (line: string) => logged.push(line) };
  stage = await openIngressStage(createLogger({ service: "ingress", level: "trace", destination }));
  api = apiOf(await stage.start());
  app = await addTestApp(stage, { methods: [] });
});
afterAll(() => stage.close());

const path = "/v1/webhook_endpoints";
const url = "https://shop.example/hooks";
const post = (at: string, json?: object) =>
  api("POST", at, { key: app.key, ...(json !== undefined && { json }) });

/** Every value of every row. */
async function storedText(): Promise<string> {
  const { pool } = stage.database;
  const [tables]: readonly unknown[] = await pool.query({ sql: "SHOW TABLES", rowsAsArray: true });
  const names = String(tables).split(",");
  const contents = await Promise.all(names.map((name) => pool.query("SELECT * FROM ??", [name])));
  return JSON.stringify(contents.map(([rows]) => rows));
}

describe("the secrets of an endpoint", () => {
  it("are in the answers that made them, and in no other, no log and no table", async () => {
    const made = await post(path, { url, signatures: ["v1", "v1a"] });
    const at = `${path}/${String(made.body["id"])}`;
    const rotated = await post(`${at}/rotate_secret`);
    const secrets = [made.body["secret"], rotated.body["secret"]].map((secret) =>
      String(secret).slice("whsec_".length),
    );
    expect(secrets.map((secret) => secret.length)).toEqual([44, 44]);
    const since = new Date().toISOString();
    const answers = [
      await api("GET", at, { key: app.key }),
      await api("GET", path, { key: app.key }),
      await api("PATCH", at, { key: app.key, json: { description: "x", status: "disabled" } }),
      await api("PATCH", at, { key: app.key, json: { secret: made.body["secret"] } }),
      await api("POST", `${at}/test`, { key: app.key, headers: { prefer: "wait=0" } }),
      await post(`${at}/replay`, { since }),
      await api("GET", `${at}/deliveries`, { key: app.key }),
      await api("GET", "/v1/events", { key: app.key }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 422, 202, 422, 200, 200]);
    const places = {
      answers: answers.map(({ text }) => text).join("\n"),
      logs: logged.join("\n"),
      tables: await storedText(),
    };
    expect(places.logs).toContain("a webhook secret was rotated");
    expect(places.tables).toContain(url);
    for (const [place, text] of Object.entries(places)) {
      for (const secret of secrets) expect(text.includes(secret), place).toBe(false);
      expect(text.includes("whsk_"), place).toBe(false);
    }
  });
});
