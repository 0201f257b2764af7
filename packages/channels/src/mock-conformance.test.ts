import { describeConformance } from "../testing/conformance.ts";
import { mockSubject } from "../testing/conformance-mock.ts";

describeConformance(mockSubject);
