import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { coveredTypes } from "@/lib/matching/patterns";

/** A webhook's patterns and how much they cover today. */
export function SubscriptionsCard({ patterns, typeNames }: { patterns: string[]; typeNames: string[] }) {
  const count = coveredTypes(patterns, typeNames).length;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Subscriptions</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="flex flex-wrap gap-1.5">
          {patterns.map((pattern) => (
            <li key={pattern} className="min-w-0">
              <Badge look="machine">
                <span className="truncate">{pattern}</span>
              </Badge>
            </li>
          ))}
        </ul>
        <p className="figures mt-3 text-muted-foreground text-xs">
          {count} event {count === 1 ? "type" : "types"} today
          {patterns.some((pattern) => pattern.endsWith("*")) && ", and new ones as they come"}
        </p>
      </CardContent>
    </Card>
  );
}
