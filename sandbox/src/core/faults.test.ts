import { describe, expect, it } from "vitest";
import type { Fault } from "./fault.ts";
import { faultSchema } from "./fault.ts";
import { createFaults } from "./faults.ts";

const fault = (changes: Partial<Fault>): Fault =>
  faultSchema.parse({ channel: "wechat", operation: "create", fault: "hang", ...changes });

describe("the faults in force", () => {
  it("hit their own channel and operation only", () => {
    const faults = createFaults(() => 0);
    faults.replace([fault({})]);
    expect(faults.draw("wechat", "create")?.fault).toBe("hang");
    expect(faults.draw("wechat", "query")).toBeNull();
    expect(faults.draw("alipay", "create")).toBeNull();
  });

  it("hit every operation with *", () => {
    const faults = createFaults(() => 0);
    faults.replace([fault({ operation: "*" })]);
    expect(faults.draw("wechat", "certificates")).not.toBeNull();
  });

  it("are counted down and end", () => {
    const faults = createFaults(() => 0);
    faults.replace([fault({ times: 2 })]);
    faults.draw("wechat", "query");
    faults.draw("wechat", "create");
    expect(faults.list()).toMatchObject([{ times: 1 }]);
    faults.draw("wechat", "create");
    expect(faults.draw("wechat", "create")).toBeNull();
    expect(faults.list()).toEqual([]);
  });

  it("give way to the next one by their probability", () => {
    const rolls = [0.5, 0.1];
    const faults = createFaults(() => rolls.shift() ?? 0);
    faults.replace([fault({ probability: 0.5 }), fault({ fault: "not_json" })]);
    expect(faults.draw("wechat", "create")?.fault).toBe("not_json");
  });

  it("are replaced as a whole", () => {
    const faults = createFaults(() => 0);
    faults.replace([fault({})]);
    faults.replace([]);
    expect(faults.draw("wechat", "create")).toBeNull();
  });
});
