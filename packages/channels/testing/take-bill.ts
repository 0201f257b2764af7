import type { BillOrder } from "../src/bill.ts";

/** An order for a bill whose file is kept in memory. */
export function billToTake(order: Omit<BillOrder, "save">): BillOrder & { taken(): Buffer } {
  const chunks: Uint8Array[] = [];
  return {
    ...order,
    save: async (given) => {
      for await (const chunk of given) chunks.push(Buffer.from(chunk));
    },
    taken: () => Buffer.concat(chunks),
  };
}
