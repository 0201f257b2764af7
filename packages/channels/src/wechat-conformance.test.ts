import { describeConformance } from "../testing/conformance.ts";
import { wechatSubject } from "../testing/conformance-wechat.ts";

describeConformance(wechatSubject);
