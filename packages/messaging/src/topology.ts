import { deadLetterOwners, deadLetterQueue, workQueues } from "./queue-name.ts";
import type { DeadLetterQueue, QueueName } from "./queue-name.ts";
import { waitStepsMs } from "./wait-step.ts";
import type { WaitStepMs } from "./wait-step.ts";

export type WaitName = `wait.${WaitStepMs}`;
/** A queue by its name in this program, which on the broker may have a prefix before it. */
export type AnyQueueName = QueueName | DeadLetterQueue | WaitName;

export interface QueueDeclaration {
  readonly name: AnyQueueName;
  readonly arguments: Readonly<Record<string, string | number>>;
}

/** What stands on the broker: every queue, and a fanout exchange of the same name before each wait. */
export interface Topology {
  readonly queues: readonly QueueDeclaration[];
  readonly waits: readonly WaitName[];
  /** The name on the broker. */
  readonly nameOf: (queue: string) => string;
  /** The name in this program, from a name on the broker. */
  readonly queueOf: (name: string) => string;
}

/** @param prefix before every name on the broker, such as `staging.`, so that several stacks can share one */
export function createTopology(prefix: string): Topology {
  const nameOf = (queue: string) => prefix + queue;
  return {
    queues: [
      ...[...workQueues].map(([name, owner]) => workQueue(name, nameOf(deadLetterQueue(owner)))),
      ...deadLetterOwners.map((owner) => deadQueue(deadLetterQueue(owner))),
      ...waitStepsMs.map(waitQueue),
    ],
    waits: waitStepsMs.map(waitName),
    nameOf,
    queueOf: (name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name),
  };
}

export function waitName(step: WaitStepMs): WaitName {
  return `wait.${step}`;
}

/** Replicated and durable; the only kind that RabbitMQ 4 still replicates. */
const quorum = { "x-queue-type": "quorum" } as const;

/**
 * The broker keeps the message until the queue that it dead-letters to has it. It asks for an overflow that
 * rejects, since one that drops would make that promise void. RabbitMQ 3.10 and later.
 */
const atLeastOnce = { "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish" } as const;

/** The default exchange: a routing key is a queue's name. */
const defaultExchange = "";

/** How often a message may be taken and never answered, by a process that dies with it, say. */
const deliveryLimit = 20;

/**
 * A dead letter is taken and put back by everybody who looks at it. RabbitMQ 4 would drop it at its own
 * limit of 20; "no limit" cannot be said in a way that 3.10 understands too.
 */
const deadDeliveryLimit = 1_000_000_000;

function workQueue(name: QueueName, deadLetters: string): QueueDeclaration {
  return {
    name,
    arguments: {
      ...quorum,
      ...atLeastOnce,
      "x-delivery-limit": deliveryLimit,
      "x-dead-letter-exchange": defaultExchange,
      "x-dead-letter-routing-key": deadLetters,
    },
  };
}

/** Has no bound: a full one would hold up the work that wants to put something into it. */
function deadQueue(name: DeadLetterQueue): QueueDeclaration {
  return { name, arguments: { ...quorum, "x-delivery-limit": deadDeliveryLimit } };
}

/** Without a routing key of its own the message keeps its first, which is the queue it returns to. */
function waitQueue(step: WaitStepMs): QueueDeclaration {
  return {
    name: waitName(step),
    arguments: {
      ...quorum,
      ...atLeastOnce,
      "x-message-ttl": step,
      "x-dead-letter-exchange": defaultExchange,
    },
  };
}
