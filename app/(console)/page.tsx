import type { Metadata } from "next";
import { DeliveryChart } from "@/components/home/delivery-chart";
import { DevelopersCard } from "@/components/home/developers-card";
import { FailingWebhooks } from "@/components/home/failing-webhooks";
import { Figures } from "@/components/home/figures";
import { FirstSteps } from "@/components/home/first-steps";
import { PageHeader } from "@/components/layout/page-header";
import { requireCtx } from "@/lib/auth/session";
import { getFirstSteps, getOverview } from "@/lib/home/data";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const ctx = await requireCtx();
  const [overview, steps] = await Promise.all([getOverview(ctx), getFirstSteps(ctx)]);
  if (!steps.job) {
    return (
      <>
        <PageHeader title="Home" description="Nothing has been sent yet." />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <FirstSteps steps={steps} role={ctx.role} />
          <DevelopersCard role={ctx.role} />
        </div>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Home" description="How deliveries went over the last 24 hours." />
      <div className="grid gap-4">
        <Figures overview={overview} />
        <DeliveryChart hours={overview.hours} />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <FailingWebhooks webhooks={overview.failing} total={overview.failingCount} />
          <DevelopersCard role={ctx.role} />
        </div>
      </div>
    </>
  );
}
