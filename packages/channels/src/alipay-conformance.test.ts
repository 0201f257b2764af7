import { describeConformance } from "../testing/conformance.ts";
import { alipaySubject } from "../testing/conformance-alipay.ts";

describeConformance(alipaySubject);
