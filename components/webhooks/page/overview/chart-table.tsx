import type { ReactNode } from "react";
import type { Bar } from "@/lib/webhooks/chart";

type ChartTableProps = {
  caption: string;
  bars: Bar[];
  labelOf: (bar: Bar) => string;
  columns: { head: string; cell: (bar: Bar) => ReactNode }[];
};

/** A chart in words, for screen readers. */
export function ChartTable({ caption, bars, labelOf, columns }: ChartTableProps) {
  return (
    <div className="sr-only">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {columns.map(({ head }) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.from.getTime()}>
              <th scope="row">{labelOf(bar)}</th>
              {columns.map(({ head, cell }) => (
                <td key={head}>{cell(bar)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
