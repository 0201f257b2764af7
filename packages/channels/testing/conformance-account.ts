import { X509Certificate } from "node:crypto";

import { channelOf, type Method } from "@compose-pay/domain";
import { describe, expect } from "vitest";

import {
  begunOrder,
  type ConformanceRig,
  type ConformanceSubject,
  controlsOf,
  type Difference,
  differences,
  isWell,
  paidOrder,
  promisesOf,
} from "./conformance-rig.ts";

/** What an account says of itself, and whose answers it believes. */
export function describeAccount(subject: ConformanceSubject, rigOf: () => ConformanceRig): void {
  const promise = promisesOf(subject);
  const method = Object.keys(subject.ways)[0] as Method; // because a channel serves one at least

  describe("an account", () => {
    promise("says what it serves, and each method of it is driven here", [], async () => {
      const { channel } = rigOf();
      expect([...channel.methods].toSorted()).toEqual(Object.keys(subject.ways).toSorted());
      for (const each of channel.methods) expect(channelOf(each)).toBe(channel.name);
      expect(channel.limits.minAmount).toBeGreaterThanOrEqual(1);
      expect(channel.limits.maxAmount).toBeGreaterThan(channel.limits.minAmount);
    });

    promise("is well when it is looked at", [], async () => {
      const findings = await rigOf().channel.check();
      expect({ findings, isWell: isWell(findings) }).toMatchObject({ isWell: true });
    });

    promise("has the certificates that its channel offers, or needs none", [], async () => {
      const answer = await rigOf().channel.fetchCertificates(null);
      if (answer.kind !== "ok") throw new Error(JSON.stringify(answer));
      for (const { pem, serial, effectiveAt, expiresAt } of answer.value) {
        expect(new X509Certificate(pem).validToDate.getTime()).toBe(expiresAt.getTime());
        expect(expiresAt.getTime()).toBeGreaterThan(effectiveAt.getTime());
        expect(serial).toMatch(/^[0-9A-Za-z_]{8,64}$/);
      }
    });

    promise(
      "with a wrong key of its own cannot call, and says nothing about the order",
      ["keys"],
      async () => {
        const rig = rigOf();
        const channel = await controlsOf(rig).openWith("own_key");
        expect((await channel.check()).some(({ level }) => level === "failed")).toBe(true);
        expect(await channel.query(await begunOrder(rig, method))).toMatchObject({ kind: "misconfigured" });
      },
    );

    promise("with a wrong key of the channel believes nothing", ["keys"], async () => {
      const rig = rigOf();
      const channel = await controlsOf(rig).openWith("channel_key");
      const paid = await paidOrder(rig, method);
      expect((await channel.check()).some(({ level }) => level === "failed")).toBe(true);
      expect(await channel.query(paid)).toMatchObject({ kind: "unknown" });
      expect(await channel.close(paid)).toMatchObject({ kind: "unknown" });
      expect(await channel.refund(rig.newRefund(paid, 1))).toMatchObject({ kind: "unknown" });
    });
  });

  describe("an authenticated answer", () => {
    for (const [name, reason] of Object.entries(differences)) {
      const difference = name as Difference; // because the keys are differences
      promise(`with another ${name} is not about our order`, [`differing_${difference}`], async () => {
        const { channel, order } = await controlsOf(rigOf()).differing(difference);
        expect(await channel.query(order)).toMatchObject({ kind: "unknown", reason });
        await channel.dispose();
      });
    }
  });
}
