import { DependencyError } from "@compose-pay/runtime";

/**
 * Why a message is not known to be on its queue. After `connection_lost` and `confirm_timeout` it may be
 * there all the same; the others mean that it is not.
 */
export type PublishFault =
  | "not_connected"
  | "blocked"
  | "overloaded"
  | "unroutable"
  | "nacked"
  | "connection_lost"
  | "confirm_timeout";

export class PublishError extends DependencyError {
  readonly fault: PublishFault;

  constructor(fault: PublishFault, options?: ErrorOptions) {
    super("broker", explanations[fault], options);
    this.name = "PublishError";
    this.fault = fault;
  }
}

const explanations: Readonly<Record<PublishFault, string>> = {
  not_connected: "there is no connection to the broker",
  blocked: "the broker takes no messages: its alarm for memory or disk is on",
  overloaded: "too many messages wait for the broker's confirmation",
  unroutable: "no such queue on the broker",
  nacked: "the broker refused the message",
  connection_lost: "the connection to the broker was lost before its confirmation",
  confirm_timeout: "the broker did not confirm in time",
};
