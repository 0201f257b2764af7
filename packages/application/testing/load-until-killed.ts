import { openDatabase } from "@compose-pay/database";
import { loadBill } from "../src/load-bill.ts";
import { billDeps } from "./bill-stage.ts";

/** Loads a bill, says when lines of it are written, and goes no further. */
const billId = process.argv[2] ?? "";
const env = process.env as Readonly<Record<string, string>>; // because what is missing is refused when it is read
const database = openDatabase({ url: env["DATABASE_URL"] ?? "", poolSize: 4 });
let questions = 0;

await loadBill(billDeps(env, database), billId, {
  stillMine: async () => {
    questions += 1;
    // Two are asked before the first statement, and one with each.
    if (questions < 4) return true;
    console.log("under way");
    return new Promise<boolean>((resolve) => setTimeout(resolve, 3_600_000, true));
  },
});
