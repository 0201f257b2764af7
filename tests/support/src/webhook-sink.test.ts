import { afterEach, describe, expect, it } from "vitest";
import { waitFor } from "./wait-for.ts";
import { startWebhookSink } from "./webhook-sink.ts";
import type { SinkOptions, WebhookSink } from "./webhook-sink.ts";

const open: WebhookSink[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sink) => sink.close()));
});

async function sinkWith(options?: SinkOptions): Promise<WebhookSink> {
  const sink = await startWebhookSink(options);
  open.push(sink);
  return sink;
}

describe("the webhook sink", () => {
  it("keeps method, path, headers and the exact bytes of what it receives, and answers 200", async () => {
    const sink = await sinkWith();
    const body = Buffer.from([0x7b, 0x20, 0xff, 0x00, 0x7d]);
    const init = { method: "POST", body, headers: { "webhook-id": "evt_1" } };
    expect((await fetch(`${sink.url}/hook?a=1`, init)).status).toBe(200);
    expect(sink.received).toHaveLength(1);
    expect(sink.received[0]).toMatchObject({ method: "POST", path: "/hook?a=1", body });
    expect(sink.received[0]?.headers["webhook-id"]).toBe("evt_1");
  });

  it("answers as it is told, request by request", async () => {
    const sink = await sinkWith({
      answer: (webhook, index) =>
        index === 0
          ? { kind: "status", status: 503, headers: { "retry-after": "7" }, body: "busy" }
          : { kind: "status", status: webhook.path === "/gone" ? 410 : 204 },
    });
    const first = await fetch(sink.url);
    expect([first.status, first.headers.get("retry-after"), await first.text()]).toEqual([503, "7", "busy"]);
    expect((await fetch(`${sink.url}/gone`)).status).toBe(410);
    expect((await fetch(sink.url)).status).toBe(204);
  });

  it("resets the connection when told so, and keeps the request", async () => {
    const sink = await sinkWith({ answer: () => ({ kind: "reset" }) });
    await expect(fetch(sink.url)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(sink.received).toHaveLength(1);
  });

  it("ends a delayed answer when it is closed", async () => {
    const sink = await sinkWith({ answer: () => ({ kind: "status", status: 200, delayMs: 600_000 }) });
    const asked = fetch(sink.url).then(
      () => "answered",
      () => "cut off",
    );
    await waitFor(() => sink.received.length === 1, { deadlineMs: 5_000 });
    await sink.close();
    expect(await asked).toBe("cut off");
  });
});
