import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openBroker, type TestBroker } from "../testing/test-broker.ts";

let broker: TestBroker;

beforeEach(async () => {
  broker = openBroker();
  await broker.makeDead(["msg_1", "msg_2", "msg_3"]);
});

afterEach(() => broker.close());

describe("npm run cli -- dead-letters", () => {
  it("lists them with their reason and their trace, and removes none", async () => {
    expect(documentOf(await run("list", "--json"))).toMatchObject({
      object: "list",
      service: "notify-worker",
      data: ["msg_1", "msg_2", "msg_3"].map((id) => ({
        id,
        queue: "notify.events",
        reason: "no such event",
        trace_id: "trace_1",
        body: JSON.stringify({ event_ids: [`evt_of_${id}`] }),
      })),
    });
    const { stdout } = await run("list", "--limit", "1");
    expect(stdout.split("\n")).toHaveLength(3);
    expect(stdout).toMatch(
      /^ID +QUEUE +MESSAGE +REASON .*\nmsg_1 +notify\.events +event\.created v2 +no such event/,
    );
  });

  it("replays the ones that are named to their queue, and fails for one that is not there", async () => {
    const { exitCode, stdout } = await run("replay", "--id", "msg_2,msg_9", "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ replayed: ["msg_2"], failed: [], missing: ["msg_9"] });
    const depths = await broker.depths();
    expect([depths.get("notify.events"), depths.get("dead.notify-worker")]).toEqual([1, 2]);
  });

  it("drops all of one service, with a reason", async () => {
    const { exitCode, stdout } = await run("drop", "--all", "--reason", "made by a test");
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "3 dropped\n" });
    expect((await broker.depths()).get("dead.notify-worker")).toBe(0);
    expect(await run("list")).toMatchObject({ exitCode: 0, stdout: "none\n" });
  });

  it("says why the broker cannot be reached, without its password", async () => {
    const url = new URL(broker.env.AMQP_URL);
    url.password = "wrong-word";
    const env = { ...broker.env, AMQP_URL: url.href };
    const error = errorOf(await runInMemory(["dead-letters", "list", "--service", "outbox", "--json"], env));
    expect(error).toMatchObject({ exitCode: 1, code: "broker_unavailable" });
    expect(error.message).toContain("ACCESS_REFUSED");
    expect(error.message).not.toContain("wrong-word");
  });
});

function run(verb: string, ...rest: readonly string[]) {
  return runInMemory(["dead-letters", verb, "--service", "notify-worker", ...rest], broker.env);
}
