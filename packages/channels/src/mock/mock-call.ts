import type { ChannelCall, ChannelOperation } from "../channel.ts";
import type { OperationRun } from "../operation-run.ts";

/** The journal's row of a call that never leaves the process. */
export function mockCall(operation: ChannelOperation, run: OperationRun): ChannelCall {
  return run.startCall(operation)({ httpStatus: null, channelCode: null, channelRequestId: null });
}
