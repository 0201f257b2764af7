import { describeConformance } from "../testing/conformance.ts";
import { wechatKinds, wechatSubject } from "../testing/conformance-wechat.ts";

for (const subject of [wechatSubject, ...wechatKinds]) describeConformance(subject);
