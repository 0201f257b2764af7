import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runChild } from "../testing/run-child.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;
let env: Readonly<Record<string, string>>;
let appId: string;

beforeAll(async () => {
  installation = await openInstallation();
  // Addresses instead of names, so that nothing is looked up.
  env = { ...installation.env, WEBHOOK_ALLOWED_CIDRS: "192.0.2.0/24" };
  await json("migrate");
  const merchant = await json("merchant create --name x");
  appId = (await json(`app create --merchant ${merchant.id} --name x`)).id;
});

afterAll(() => installation.close());

describe("npm run cli -- endpoint", () => {
  it("answers as a process in text, with the secret and the warning that it is shown once", async () => {
    const words = `endpoint create --app ${appId} --url https://192.0.2.1/hooks --live --rate-limit 50`;
    const made = await runChild(words.split(" "), env);
    expect(made).toMatchObject({ exitCode: 0, stderr: "" });
    expect(made.stdout).toMatch(
      /^rate_limit +50\n(.*\n)*live +yes\n(.*\n)*secret +whsec_\S{44}\n\nKeep it now/m,
    );
  });

  it("makes a key pair where v1a is asked for, and stores no secret that can be read", async () => {
    const made = await create("--signatures v1,v1a --description till");
    expect(made).toMatchObject({
      app_id: appId,
      signatures: ["v1", "v1a"],
      description: "till",
      live: false,
    });
    expect(made["public_key"]).toMatch(/^whpk_/);
    expect(await installation.readAllText()).not.toContain(String(made["secret"]));
  });

  it("lists those of both modes, newest first and page by page, and never a secret", async () => {
    const older = await create();
    const newer = await create("--live");
    const first = await json(`endpoint list --app ${appId} --limit 1`);
    expect(first).toMatchObject({ data: [{ id: newer.id, live: true }], next_cursor: newer.id });
    const second = await json(`endpoint list --app ${appId} --limit 1 --starting-after ${newer.id}`);
    expect(second).toMatchObject({ data: [{ id: older.id, live: false }], has_more: true });
    expect(JSON.stringify([first, second])).not.toContain("whsec_");
  });

  it("changes what is given and nothing else", async () => {
    const { id, ...made } = await create("--rate-limit 5 --description till");
    const { secret: _secret, ...before } = made;
    const changed = await json(`endpoint update ${id} --event-types payment.succeeded,refund.failed`);
    expect(changed).toEqual({ id, ...before, event_types: ["payment.succeeded", "refund.failed"] });
    expect(await json(`endpoint update ${id} --rate-limit none --description none`)).toEqual({
      ...changed,
      rate_limit: null,
      description: null,
    });
  });

  it("disables, says so, and enables again", async () => {
    const { id } = await create();
    expect(await json(`endpoint disable ${id}`)).toMatchObject({
      status: "disabled",
      disabled_reason: "asked",
    });
    const shown = await json(`endpoint show ${id}`);
    expect(shown["disabled_at"]).not.toBeNull();
    expect(shown).toMatchObject({ status: "disabled", target: { circuit: "closed", waiting: 0 } });
    expect(await json(`endpoint enable ${id}`)).toMatchObject({ status: "enabled", disabled_reason: null });
  });

  it("rotates a secret, shows the new one once and says until when the old one signs", async () => {
    const made = await create();
    const rotated = await json(`endpoint rotate-secret ${made.id}`);
    expect(rotated["secret"]).not.toBe(made["secret"]);
    const until = Date.parse(String(rotated["previous_secret_expires_at"]));
    expect(Math.abs(until - Date.now() - 86_400_000)).toBeLessThan(60_000);
    const shown = await json(`endpoint show ${made.id}`);
    expect(shown["previous_secret_expires_at"]).toBe(rotated["previous_secret_expires_at"]);
    expect(JSON.stringify(shown)).not.toContain("whsec_");
    const stored = await installation.readAllText();
    expect(stored).not.toContain(String(rotated["secret"]));
    const ofApp = await json(`app rotate-secret ${appId}`);
    expect(ofApp["webhook_secret"]).toMatch(/^whsec_/);
    expect(await installation.readAllText()).not.toContain(String(ofApp["webhook_secret"]));
  });

  it("deletes one, and leaves the others", async () => {
    const [{ id }, bystander] = [await create(), await create()];
    expect(await json(`endpoint delete ${id}`)).toMatchObject({ id, deleted: true });
    expect(await fail(`endpoint show ${id}`)).toMatchObject({ exitCode: 1, code: "endpoint_unknown" });
    expect(await json(`endpoint show ${bystander.id}`)).toMatchObject({ id: bystander.id });
  });

  it("begins a replay, once", async () => {
    const { id } = await create();
    const begun = await json(`endpoint replay ${id} --since 2h`);
    expect(begun).toMatchObject({ endpoint_id: id, status: "running", is_new: true });
    expect(Math.abs(Date.parse(String(begun["since"])) - Date.now() + 7_200_000)).toBeLessThan(60_000);
    expect(await json(`endpoint replay ${id} --since 1h`)).toMatchObject({ id: begun.id, is_new: false });
    expect(await json(`endpoint show ${id}`)).toMatchObject({ replay: { id: begun.id, deliveries: 0 } });
    expect(await fail(`endpoint replay ${id} --since 3h`)).toMatchObject({ code: "replay_running" });
    expect(await fail(`endpoint replay ${id} --since 2020-01-01T00:00:00Z`)).toMatchObject({
      exitCode: 1,
      code: "since_out_of_range",
    });
    await json(`endpoint disable ${id}`);
    expect(await fail(`endpoint replay ${id} --since 1h`)).toMatchObject({ code: "endpoint_disabled" });
    const [second, third] = [await create(), await create()];
    await json(`endpoint replay ${second.id} --since 2h`);
    const refused = await fail(`endpoint replay ${third.id} --since 2h`);
    expect(refused).toMatchObject({ code: "too_many_replays" });
  });

  it.each([
    ["http://192.0.2.1/hooks --live", "https"],
    ["http://127.0.0.1/hooks", "WEBHOOK_ALLOWED_CIDRS"],
    ["https://192.0.2.1:22/hooks", "WEBHOOK_ALLOWED_PORTS"],
  ])("refuses --url %s and stores nothing", async (given, rule) => {
    const before = await installation.readAllText();
    const refused = await fail(`endpoint create --app ${appId} --url ${given}`);
    expect(refused).toMatchObject({ exitCode: 1, code: "url_not_allowed" });
    expect(refused.message).toContain(rule);
    expect(await installation.readAllText()).toBe(before);
  });

  it.each([
    ["update ep_1 --rate-limit 0", "--rate-limit must be a whole number from 1 to 1000"],
    ["update ep_1 --signatures v1a", "--signatures must be v1 or v1,v1a"],
    ["update ep_1 --event-types payment.paid", "--event-types must be * or some of"],
    ["replay ep_1 --since yesterday", "--since must be a time such as"],
    ["replay ep_1", "--since is missing"],
    ["test app_1", "<id> must be the id of a webhook endpoint"],
  ])("wants %s to be said otherwise", async (words, message) => {
    const refused = await fail(`endpoint ${words}`);
    expect(refused).toMatchObject({ exitCode: 2, code: "usage" });
    expect(refused.message).toContain(message);
  });

  it.each([
    "show",
    "enable",
    "disable",
    "delete",
    "rotate-secret",
    "test",
    "deliveries",
    "replay --since 1h",
  ])("says that there is no such endpoint: %s", async (words) => {
    const [verb = "", ...more] = words.split(" ");
    expect(await fail(["endpoint", verb, "ep_none", ...more].join(" "))).toEqual({
      exitCode: 1,
      code: "endpoint_unknown",
      message: "there is no endpoint ep_none",
    });
  });
});

/** @param line words with one blank between them */
async function json(line: string) {
  return documentOf(await runInMemory([...line.split(" "), "--json"], env));
}

async function fail(line: string) {
  return errorOf(await runInMemory([...line.split(" "), "--json"], env));
}

function create(more = "") {
  return json(`endpoint create --app ${appId} --url https://192.0.2.1/hooks ${more}`.trim());
}
