import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  alipayAccountFile,
  answerNode,
  contentOf,
  refusalNode,
  trade,
} from "../../testing/alipay-platform.ts";
import { openChannel } from "../../testing/open-channel.ts";
import { testNow } from "../../testing/orders.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import type { Channel } from "../channel.ts";

const absent = answerNode(refusalNode("ACQ.TRADE_NOT_EXIST"));
let server: ScriptedServer;
let channel: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  channel = openChannel(alipayAccountFile(server.url));
});
afterAll(async () => {
  await channel.dispose();
  await server.close();
});

describe("a look at an Alipay account", () => {
  it("is well when a number that nobody made is not there, and the clocks agree", async () => {
    server.play(dated(0, absent));
    expect(await channel.check()).toEqual([
      { subject: "clock", level: "well", detail: "0 s ahead of the gateway's" },
      { subject: "query", level: "well", detail: "ACQ.TRADE_NOT_EXIST" },
    ]);
    expect(contentOf(server.requests.at(-1))["out_trade_no"]).toMatch(/^chk_[0-9a-f]{24}$/);
  });

  it.each([
    [60, "well", "60 s behind the gateway's"],
    [61, "warning", "61 s behind the gateway's"],
    [-300, "warning", "300 s ahead of the gateway's"],
    [-301, "failed", "301 s ahead of the gateway's"],
  ])("holds our clock against the gateway's: %i s", async (seconds, level, detail) => {
    server.play(dated(seconds, absent));
    expect(await channel.check()).toContainEqual({ subject: "clock", level, detail });
  });

  it("does not know the gateway's clock when it is not told", async () => {
    server.play((request, response) => {
      response.sendDate = false;
      absent(request, response);
    });
    expect(await channel.check()).toMatchObject([{ subject: "clock", level: "warning" }, { level: "well" }]);
  });

  it.each<[string, Script, string]>([
    ["failed", answerNode(refusalNode("isv.invalid-signature", "40002")), "isv.invalid-signature"],
    [
      "failed",
      answerNode(refusalNode("isv.insufficient-isv-permissions", "40006")),
      "isv.insufficient-isv-permissions",
    ],
    ["failed", answerNode(refusalNode("ACQ.INVALID_PARAMETER")), "ACQ.INVALID_PARAMETER"],
    ["failed", answerNode(refusalNode("ACQ.SYSTEM_ERROR")), "channel_error: ACQ.SYSTEM_ERROR"],
    ["failed", (_, response) => response.writeHead(302).end(), "status_unexpected: 302"],
    ["failed", ({ socket }) => socket.resetAndDestroy(), "connection_reset: ECONNRESET"],
    ["warning", answerNode(refusalNode("isv.app-call-limited", "40005")), "isv.app-call-limited"],
    ["warning", answerNode(trade()), "Alipay knows an order of a number that was made for this check"],
  ])("tells what becomes of a query: %s", async (level, script, detail) => {
    server.play(script);
    expect((await channel.check()).at(-1)).toEqual({ subject: "query", level, detail });
  });
});

/** The script by a gateway whose clock is so many seconds ahead of ours. */
function dated(seconds: number, script: Script): Script {
  return (request, response) => {
    response.setHeader("date", new Date(testNow.getTime() + seconds * 1_000).toUTCString());
    script(request, response);
  };
}
