import type { MessageContract } from "@compose-pay/contracts";
import type { Logger } from "@compose-pay/runtime";
import { parseBody } from "./parse-body.ts";
import type { Verdict } from "./verdict.ts";

/** What a handler knows of a message beside its body. */
export interface MessageContext {
  readonly messageId: string;
  readonly traceId: string;
  /** How often it was handled before: 0 for the first time. */
  readonly tries: number;
  /** The broker gave it out before and got no answer; the work may have been done. */
  readonly redelivered: boolean;
  /** Whom to answer with `publishReply`, when somebody waits. */
  readonly replyTo?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly logger: Logger;
  /** Aborts when nobody waits for the handler any more: its deadline, or the end of the process. */
  readonly signal: AbortSignal;
}

export type MessageHandler<Body> = (body: Body, context: MessageContext) => Promise<Verdict>;

/** A contract with its handler; what it takes is what the contract says. */
export interface Handling {
  readonly name: string;
  readonly version: number;
  /** Parses first. The function runs the handler; text is the reason why the body was refused. */
  readonly accept: (content: Buffer) => ((context: MessageContext) => Promise<Verdict>) | string;
}

/** Handles the messages of one contract. */
export function on<Body>(contract: MessageContract<Body>, handler: MessageHandler<Body>): Handling {
  return {
    name: contract.name,
    version: contract.version,
    accept: (content) => {
      const parsed = parseBody(contract, content);
      return parsed.kind === "refused" ? parsed.reason : (context) => handler(parsed.body, context);
    },
  };
}
