import { misconfigured } from "./answers.ts";
import type { Channel, ChannelOperation } from "./channel.ts";
import type { ChannelEnvironment } from "./channel-environment.ts";
import { startRun } from "./operation-run.ts";

type Unserved = Pick<
  Channel,
  "refund" | "queryRefund" | "settleAbnormalRefund" | "fetchCertificates" | "check"
>;

/** Operations that a channel does not serve yet: each says so, and no call goes out. */
export function unserved(environment: ChannelEnvironment): Unserved {
  const refuse = async (operation: ChannelOperation) => {
    const end = startRun(operation, environment).startCall(operation);
    return misconfigured("not_served", end({ httpStatus: null, channelCode: null, channelRequestId: null }));
  };
  return {
    refund: () => refuse("refund"),
    queryRefund: () => refuse("refund_query"),
    settleAbnormalRefund: () => refuse("refund"),
    fetchCertificates: () => refuse("certificates"),
    check: async () => [],
  };
}
