/** One question at a time: whoever asks while it is open waits for the same answer. */
export interface OpenQuestion<Answer> {
  readonly ask: () => Promise<Answer>;
  readonly answer: (answer: Answer) => void;
}

/** @param onAsked shows the question */
export function createOpenQuestion<Answer>(onAsked: () => void): OpenQuestion<Answer> {
  const waiting: ((answer: Answer) => void)[] = [];
  return {
    ask: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 1) onAsked();
      }),
    answer: (answer) => {
      for (const resolve of waiting.splice(0)) resolve(answer);
    },
  };
}
