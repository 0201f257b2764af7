import { describeConformance, type ConformanceRig } from "../testing/conformance.ts";
import { openChannel } from "../testing/open-channel.ts";
import { orderOf } from "../testing/orders.ts";
import { type SandboxChannel, startSandboxRig } from "../testing/sandbox-rig.ts";

describeConformance("wechat", () => startRig("wechat"));
describeConformance("alipay", () => startRig("alipay"));
describeConformance("mock", async () => {
  const channel = openChannel({ channel: "mock", name: "mock", live: false });
  let orders = 0;
  return {
    channel,
    newOrder: () =>
      orderOf({ method: "mock", outTradeNo: `att_mock_${(orders += 1)}`, metadata: { mock: "pend" } }),
    pay: async (order) => ({ ...order, metadata: { mock: "succeed" } }),
    stop: () => channel.dispose(),
  };
});

async function startRig(name: SandboxChannel): Promise<ConformanceRig> {
  const rig = await startSandboxRig();
  return {
    channel: rig.open(name),
    newOrder: () => rig.newOrder(name),
    pay: async (order) => {
      await rig.control("POST", `/${name}/orders/${order.outTradeNo}/pay`, { notify: "none" });
      return order;
    },
    stop: () => rig.stop(),
  };
}
