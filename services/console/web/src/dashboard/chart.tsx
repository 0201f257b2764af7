import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { chartOption, type ChartLines } from "./chart-option.ts";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** Fills what it stands in, and follows its size. */
export function Chart(lines: ChartLines) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = init(element, null, { renderer: "svg" });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current = null;
      made.dispose();
    };
  }, []);
  // What is drawn anew loses its tooltip, so only what has changed is.
  const written = JSON.stringify(lines);
  useEffect(() => {
    // because it was written from such lines
    const read = JSON.parse(written) as ChartLines;
    chart.current?.setOption(chartOption(read), { notMerge: true });
  }, [written]);
  return <div ref={place} style={{ width: "100%", height: "100%" }} />;
}
