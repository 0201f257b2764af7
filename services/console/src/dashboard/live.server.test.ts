import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { listen, type ListeningPage } from "../../testing/listen.ts";

const mostListeners = 6;
const soon = { deadlineMs: 20_000 };

let stage: ConsoleStage;
let viewer: SignedIn;

beforeAll(async () => {
  const changes = {
    LIVE_EVERY_MS: "500",
    LIVE_SESSION_CHECK_MS: "100",
    LIVE_MOST_LISTENERS: String(mostListeners),
  };
  stage = await openConsoleStage({ changes });
  viewer = await stage.signIn(["dashboard.read"]);
});
afterAll(() => stage.close());

describe("the stream", () => {
  it("has a snapshot at once and then again and again, the same for all who listen", async () => {
    const [one, other] = [await listen(viewer), await listen(viewer)];
    expect(one.response.headers.get("content-type")).toBe("text/event-stream");
    expect(one.response.headers.get("x-accel-buffering")).toBe("no");
    const heard = [await one.datum(), await one.datum(), await one.datum()].map(({ at }) => at);
    expect(new Set(heard).size).toBe(3);
    // Each reading has its own millisecond.
    const others = [await other.datum(), await other.datum()].map(({ at }) => at);
    expect(others.filter((at) => heard.includes(at))).not.toEqual([]);
    const ofTest = await listen(viewer, "false");
    expect(await ofTest.datum()).toMatchObject({ live: false });
    for (const each of [one, other, ofTest]) each.leave();
  });

  it("ends when its session is revoked, and when its operator is disabled", async () => {
    const revoked = await stage.signIn(["dashboard.read"]);
    const disabled = await stage.signIn(["dashboard.read"]);
    const manager = await stage.signIn(["operators.manage", "operators.read"]);
    const streams = [revoked, disabled].map((who) => who.text("dashboard.live", {}));
    const [session] = (await revoked.call("session.list", {})).data().rows;
    await revoked.call("session.revoke", { id: session?.id ?? "" });
    await manager.call("operators.disable", { id: disabled.operator.id });
    for (const text of await Promise.all(streams)) expect(text).toMatch(/^retry: 5000\n\n/);
    const closed = await fetch(`${stage.console.url}/api/dashboard.live`);
    expect(closed.status).toBe(401);
  });

  it("is refused beyond its bound, until somebody has left", async () => {
    const streams: ListeningPage[] = [];
    for (let count = 0; count < mostListeners; count += 1) streams.push(await listenSoon());
    expect((await viewer.call("dashboard.live", {})).problem().code).toBe("overloaded");
    streams[0]?.leave();
    for (const each of [...streams, await listenSoon()]) each.leave();
  });
});

/** When there is room: a page that has gone keeps its place until the next datum is due. */
async function listenSoon(): Promise<ListeningPage> {
  const stream = await waitFor(async () => {
    const found = await listen(viewer);
    return found.response.status === 200 && found;
  }, soon);
  expect(await stream.datum()).toMatchObject({ live: true });
  return stream;
}

describe("when the console stops", () => {
  it("its streams end", async () => {
    const own = await openConsoleStage();
    const who = await own.signIn(["dashboard.read"]);
    const stream = await listen(who);
    await stream.datum();
    await own.close();
    await expect(stream.datum()).rejects.toThrow("the stream has ended");
  });
});
