import { connect } from "amqplib";
import { describe, expect, it } from "vitest";
import { freshQueuePrefix } from "./fresh-queue-prefix.ts";
import { serverUrl } from "./server-url.ts";

describe("a fresh queue prefix", () => {
  it("is different every time", () => {
    expect(freshQueuePrefix().prefix).not.toBe(freshQueuePrefix().prefix);
  });

  it("cleans up its queues with their messages, whether they exist or not, and no other", async () => {
    const amqpUrl = serverUrl("AMQP_URL");
    const { prefix, cleanup } = freshQueuePrefix();
    const bystander = `${freshQueuePrefix().prefix}work`;
    const connection = await connect(amqpUrl);
    const channel = await connection.createConfirmChannel();
    for (const queue of [`${prefix}work`, bystander]) await channel.assertQueue(queue);
    channel.sendToQueue(`${prefix}work`, Buffer.from("left over"));
    await channel.waitForConfirms();

    await cleanup(amqpUrl, [`${prefix}work`, `${prefix}never-declared`]);

    expect(await channel.assertQueue(`${prefix}work`)).toMatchObject({ messageCount: 0 });
    expect(await channel.checkQueue(bystander)).toMatchObject({ queue: bystander });
    await connection.close();
    await cleanup(amqpUrl, [`${prefix}work`, bystander]);
  });
});
