"use client";

import { useSyncExternalStore } from "react";
import { Card, CardAction, CardHeader, CardTitle } from "@/components/ui/card";
import { StatusDot } from "@/components/ui/status-badge";
import { formatNumber } from "@/lib/format";
import type { HourCount } from "@/lib/home/data";
import { cn } from "@/lib/utils";

const never = () => () => {};

/** Jobs that ended in each of the last 24 hours; the table below it says the same to those who do not see it. */
export function DeliveryChart({ hours }: { hours: HourCount[] }) {
  // The reader's time zone is known in the browser alone.
  const local = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const most = Math.max(1, ...hours.map(({ succeeded, failed }) => succeeded + failed));
  const label = (hour: Date) => clock(hour, local);
  return (
    <Card className="relative">
      <CardHeader>
        <CardTitle>Jobs by hour</CardTitle>
        <CardAction className="gap-4 text-muted-foreground text-xs">
          <span className="inline-flex items-center gap-1.5">
            <StatusDot tone="success" /> Succeeded
          </span>
          <span className="inline-flex items-center gap-1.5">
            <StatusDot tone="danger" /> Failed
          </span>
        </CardAction>
      </CardHeader>
      <div aria-hidden className="px-4 pb-3">
        <div className="flex h-28 items-end gap-[3px] border-b md:gap-1.5">
          {hours.map((hour) => (
            <Bar key={hour.hour.getTime()} hour={hour} most={most} label={label(hour.hour)} />
          ))}
        </div>
        <div className="figures mt-1.5 flex justify-between text-2xs text-muted-foreground">
          {[0, 6, 12, 18, 23].map((index) => (
            <span key={index}>{index === 23 ? "Now" : hours[index] && label(hours[index].hour)}</span>
          ))}
        </div>
      </div>
      <div className="sr-only">
        <table>
          <caption>Jobs by hour</caption>
          <thead>
            <tr>
              <th scope="col">Hour</th>
              <th scope="col">Succeeded</th>
              <th scope="col">Failed</th>
            </tr>
          </thead>
          <tbody>
            {hours.map(({ hour, succeeded, failed }) => (
              <tr key={hour.getTime()}>
                <th scope="row">{label(hour)}</th>
                <td>{succeeded}</td>
                <td>{failed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Bar({ hour: { succeeded, failed }, most, label }: { hour: HourCount; most: number; label: string }) {
  const total = succeeded + failed;
  const height = (count: number) => `max(${(count / most) * 100}%, ${count > 0 ? 2 : 0}px)`;
  return (
    <div
      title={`${label}: ${formatNumber(succeeded)} succeeded, ${formatNumber(failed)} failed`}
      className="group flex h-full min-w-0 flex-1 flex-col justify-end rounded-t-[3px] hover:bg-muted"
    >
      {failed > 0 && <div style={{ height: height(failed) }} className="rounded-t-[2px] bg-danger" />}
      {succeeded > 0 && (
        <div
          style={{ height: height(succeeded) }}
          className={cn("bg-success/60 group-hover:bg-success", failed === 0 && "rounded-t-[2px]")}
        />
      )}
      {total === 0 && <div className="h-px bg-border" />}
    </div>
  );
}

function clock(hour: Date, local: boolean): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    ...(local ? {} : { timeZone: "UTC" }),
  }).format(hour);
}
