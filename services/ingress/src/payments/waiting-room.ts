/** How many calls may wait for a channel at one time. */
export interface WaitingRoom {
  readonly isFull: boolean;
  /** Runs `wait` and counts it until it ends. */
  stay<Result>(wait: () => Promise<Result>): Promise<Result>;
}

export function createWaitingRoom(mostWaiting: number): WaitingRoom {
  let waiting = 0;
  return {
    get isFull() {
      return waiting >= mostWaiting;
    },
    stay: async (wait) => {
      waiting += 1;
      try {
        return await wait();
      } finally {
        waiting -= 1;
      }
    },
  };
}
