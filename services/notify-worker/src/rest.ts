/** A pause that can be cut short. */
export interface Rest {
  /** Resolves after so long, or a moment after it is woken, also where that was before it began. */
  for(ms: number): Promise<void>;
  wake(): void;
}

/** How long wakes gather, so that what they are for is done together. */
const gatherMs = 10;

export function createRest(): Rest {
  let isWoken = false;
  let cutShort = nothingToCut;
  return {
    for: async (ms) => {
      if (!isWoken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          cutShort = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (!isWoken) return;
      await new Promise((resolve) => setTimeout(resolve, gatherMs));
      isWoken = false;
    },
    wake: () => {
      isWoken = true;
      cutShort();
    },
  };
}

function nothingToCut(): void {}
