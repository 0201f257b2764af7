/** One question at a time: whoever asks while it is open waits for the same answer. */
export interface OpenQuestion<Answer> {
  /** Nothing is asked anew while an answer is still to come. */
  readonly ask: () => Promise<Answer>;
  readonly answer: (answer: Answer) => void;
}

interface Pending<Answer> {
  readonly promise: Promise<Answer>;
  readonly resolve: (answer: Answer) => void;
}

/** @param onAsked shows the question */
export function createOpenQuestion<Answer>(onAsked: () => void): OpenQuestion<Answer> {
  let pending: Pending<Answer> | null = null;
  return {
    ask: () => {
      if (pending !== null) return pending.promise;
      let resolve: Pending<Answer>["resolve"] = () => undefined;
      const promise = new Promise<Answer>((settle) => (resolve = settle));
      pending = { promise, resolve };
      onAsked();
      return promise;
    },
    answer: (answer) => {
      pending?.resolve(answer);
      pending = null;
    },
  };
}
