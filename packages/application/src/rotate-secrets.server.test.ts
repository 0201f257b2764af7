import { findApp, sealedIn } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newTestApp, newTestEndpoint, opened, rereadEndpoint } from "../testing/endpoint-fixture.ts";
import { openSetUp, setUpAt, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { rotateAppSecret } from "./rotate-app-secret.ts";
import { rotateEndpointSecret } from "./rotate-endpoint-secret.ts";

let fixture: SetUpFixture;
let appId: string;

beforeAll(async () => {
  fixture = await openSetUp();
  appId = await newTestApp(fixture);
});
afterAll(() => fixture.close());

const dayMs = 24 * 3_600_000;
const inADay = new Date(setUpAt.getTime() + dayMs);

async function rotate(endpointId: string, at = setUpAt) {
  const deps = { ...fixture.deps, clock: { now: () => at } };
  const rotated = await rotateEndpointSecret(deps, { endpointId });
  if (rotated.kind !== "rotated") throw new Error(rotated.kind);
  return rotated;
}

/** What signs for an endpoint: the secret and key of now, and those of before. */
async function signersOf(endpointId: string) {
  const row = await rereadEndpoint(fixture, endpointId);
  const secret = { column: "webhook_endpoints.secret", id: endpointId } as const;
  const key = { column: "webhook_endpoints.signing_key", id: endpointId } as const;
  return {
    secrets: [opened(fixture, row.secret, secret), opened(fixture, row.previousSecret, secret)],
    keys: [opened(fixture, row.signingKey, key), opened(fixture, row.previousSigningKey, key)],
    publicKey: row.publicKey,
    previousUntil: row.previousUntil,
  };
}

describe("rotateEndpointSecret", () => {
  it("has the new secret and the one before sign, each opened by its own column and row", async () => {
    const made = await newTestEndpoint(fixture, { appId });
    const bystander = await newTestEndpoint(fixture, { appId });
    const rotated = await rotate(made.endpoint.id);
    expect(rotated.previousUntil).toEqual(inADay);
    expect(rotated.endpoint).toMatchObject({ id: made.endpoint.id, publicKey: null });
    expect(JSON.stringify(rotated.endpoint)).not.toMatch(/secret/i);
    expect(await signersOf(made.endpoint.id)).toEqual({
      secrets: [rotated.secret, made.secret],
      keys: [null, null],
      publicKey: null,
      previousUntil: inADay,
    });
    expect((await signersOf(bystander.endpoint.id)).secrets).toEqual([bystander.secret, null]);
    const stored = await fixture.readAllText();
    expect(stored).not.toContain(rotated.secret);
    expect(stored).not.toContain("whsk_");
  });

  it("rotates the key pair of v1a with it", async () => {
    const { endpoint } = await newTestEndpoint(fixture, { appId }, { signatures: ["v1", "v1a"] });
    const before = await signersOf(endpoint.id);
    const rotated = await rotate(endpoint.id);
    const after = await signersOf(endpoint.id);
    expect(after.keys[1]).toBe(before.keys[0]);
    expect(after.keys[0]).not.toBe(before.keys[0]);
    expect([rotated.endpoint.publicKey, after.publicKey]).toEqual([after.publicKey, publicOf(after.keys[0])]);
  });

  it("puts an end to a secret when it is done twice", async () => {
    const made = await newTestEndpoint(fixture, { appId }, { signatures: ["v1", "v1a"] });
    const { id } = made.endpoint;
    const leaked = await signersOf(id);
    const first = await rotate(id);
    const later = new Date(setUpAt.getTime() + 60_000);
    const second = await rotate(id, later);
    const { secrets, keys, previousUntil } = await signersOf(id);
    expect(secrets).toEqual([second.secret, first.secret]);
    expect(keys).not.toContain(leaked.keys[0]);
    expect(previousUntil).toEqual(new Date(later.getTime() + dayMs));
  });

  it("keeps the last two of many at once, and every secret that was shown was one of them", async () => {
    const made = await newTestEndpoint(fixture, { appId }, { signatures: ["v1", "v1a"] });
    const { id } = made.endpoint;
    const all = await Promise.all(Array.from({ length: 12 }, () => rotate(id)));
    const shown = all.map(({ secret }) => secret);
    expect(new Set(shown).size).toBe(12);
    const { secrets, keys, publicKey } = await signersOf(id);
    expect(shown).toEqual(expect.arrayContaining(secrets));
    expect(new Set(secrets).size).toBe(2);
    const [last, former] = secrets.map(
      (secret) => all.find((one) => one.secret === secret)?.endpoint.publicKey,
    );
    expect([last, former]).toEqual([publicKey, publicOf(keys[1])]);
  });

  it("finds no endpoint of another owner", async () => {
    const { endpoint } = await newTestEndpoint(fixture, { appId });
    const before = await rereadEndpoint(fixture, endpoint.id);
    for (const ref of [
      { endpointId: endpoint.id, owner: { appId, live: true } },
      { endpointId: endpoint.id, owner: { appId: "app_other", live: false } },
      { endpointId: "ep_none" },
    ]) {
      expect(await rotateEndpointSecret(fixture.deps, ref)).toEqual({ kind: "not_found" });
    }
    expect(await rereadEndpoint(fixture, endpoint.id)).toEqual(before);
  });
});

describe("rotateAppSecret", () => {
  it("has the app's new secret and the one before sign, and drops older ones", async () => {
    const [own, bystander] = [await newTestApp(fixture), await newTestApp(fixture)];
    const untouched = await findApp(fixture.deps.database.connection, bystander);
    const [first, second] = [
      await rotateAppSecret(fixture.deps, own),
      await rotateAppSecret(fixture.deps, own),
    ];
    if (first.kind !== "rotated" || second.kind !== "rotated") throw new Error("the app is there");
    const row = await findApp(fixture.deps.database.connection, own);
    const boundTo = sealedIn("apps.webhook_secret", own);
    const open = (envelope: string | null | undefined) =>
      fixture.deps.secretBox.open(envelope ?? "", boundTo);
    expect([open(row?.webhookSecret), open(row?.previousWebhookSecret)]).toEqual([
      second.webhookSecret,
      first.webhookSecret,
    ]);
    expect([row?.previousWebhookSecretUntil, second.previousUntil]).toEqual([inADay, inADay]);
    expect(await findApp(fixture.deps.database.connection, bystander)).toEqual(untouched);
    expect(await fixture.readAllText()).not.toContain(second.webhookSecret);
    const unknown = { kind: "app_unknown", appId: "app_none" };
    expect(await rotateAppSecret(fixture.deps, "app_none")).toEqual(unknown);
  });
});

/** The public half of a `whsk_…` key, which holds seed and public key. */
function publicOf(signingKey: string | null | undefined): string {
  const bytes = Buffer.from((signingKey ?? "").slice("whsk_".length), "base64");
  return `whpk_${bytes.subarray(32).toString("base64")}`;
}
