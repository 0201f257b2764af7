import type { DashboardSnapshot } from "@compose-pay/contracts";
import type { SignedIn } from "./console-stage.ts";

/** A page that listens. */
export interface ListeningPage {
  readonly response: Response;
  leave(): void;
  /** @throws when the stream has ended */
  datum(): Promise<DashboardSnapshot>;
}

export async function listen(who: SignedIn, live: "true" | "false" = "true"): Promise<ListeningPage> {
  const leaving = new AbortController();
  const response = await who.open("dashboard.live", { live }, leaving.signal);
  const lines = linesOf(response);
  return {
    response,
    leave: () => leaving.abort(),
    datum: async () => {
      for (;;) {
        const line = await lines.next();
        if (line.done === true) throw new Error("the stream has ended");
        // because each datum is one answer of the contract
        if (line.value.startsWith("data: "))
          return JSON.parse(line.value.slice("data: ".length)) as DashboardSnapshot;
      }
    },
  };
}

async function* linesOf(response: Response): AsyncGenerator<string, void> {
  let rest = "";
  // because the body of an answer of fetch can be read so, which its types do not say
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + Buffer.from(piece).toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
