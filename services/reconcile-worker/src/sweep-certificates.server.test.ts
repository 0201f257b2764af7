import { type ChannelAccountRow, findChannelAccount, insertChannelAccount } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { after, before, now, openSweepStage, type SweepStage } from "../testing/sweep-stage.ts";
import { sweepCertificates } from "./sweep-certificates.ts";

describe("the sweep over certificates", () => {
  let stage: SweepStage;
  beforeAll(async () => {
    stage = await openSweepStage();
  });
  beforeEach(async () => {
    await stage.database.pool.query("DELETE FROM channel_accounts");
    stage.published.length = 0;
  });
  afterAll(() => stage.close());

  const accountWith = async (certificatesDueAt: Date | null): Promise<ChannelAccountRow> => {
    const id = newId("acc");
    const account: ChannelAccountRow = {
      id,
      channel: "wechat",
      name: id,
      live: false,
      enabled: true,
      baseUrl: "",
      credentials: "sealed",
      secretsChangedAt: null,
      certificatesDueAt,
      certificatesAskedAt: null,
      createdAt: before(60_000),
      updatedAt: before(60_000),
    };
    await insertChannelAccount(stage.database.connection, account);
    return account;
  };
  const stored = ({ id }: ChannelAccountRow) => findChannelAccount(stage.database.connection, id);

  it("sends what is due to the channel's background, and leaves the other accounts and their rows alone", async () => {
    const due = await accountWith(before(1));
    const bystander = await accountWith(after(1));
    const needsNone = await accountWith(null);
    await sweepCertificates(stage.deps()).run(now);
    expect(stage.published.map(({ queue, contract, body }) => [queue, contract.name, body])).toEqual([
      ["channel.wechat.background", "channel.certificates", { channel_account_id: due.id }],
    ]);
    // Due again when the message got lost, and no reason to open the account anew.
    expect(await stored(due)).toEqual({ ...due, certificatesDueAt: after(30_000) });
    expect(await stored(bystander)).toEqual(bystander);
    expect(await stored(needsNone)).toEqual(needsNone);
  });

  it("gives each account to one of many sweeps", async () => {
    const due = await Promise.all(Array.from({ length: 30 }, () => accountWith(before(1))));
    const sweepOnce = () => sweepCertificates(stage.deps({ batch: 10 })).run(now);
    await Promise.all(Array.from({ length: 5 }, sweepOnce));
    while ((await sweepOnce()).taken > 0);
    const sent = stage.published.map(({ body }) => JSON.stringify(body));
    expect(sent.toSorted()).toEqual(
      due.map(({ id }) => JSON.stringify({ channel_account_id: id })).toSorted(),
    );
  });
});
