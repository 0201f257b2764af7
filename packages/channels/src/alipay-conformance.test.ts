import { describeConformance } from "../testing/conformance.ts";
import { alipayCertificateSubject, alipaySubject } from "../testing/conformance-alipay.ts";

for (const subject of [alipaySubject, alipayCertificateSubject]) describeConformance(subject);
