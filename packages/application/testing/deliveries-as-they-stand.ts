import { type Database, deliveries, type DeliveryRow, failingOf } from "@compose-pay/database";

/** All deliveries. @throws where one of them is not in the list of failures as its state says */
export async function deliveriesAsTheyStand({ connection }: Database): Promise<readonly DeliveryRow[]> {
  const rows = await connection.select().from(deliveries);
  return rows.map(({ failing, ...row }) => {
    if (failing !== failingOf(row.state))
      throw new Error(`${row.id} is ${row.state} and failing: ${failing}`);
    return row;
  });
}
