import type { FilterVariable } from "@/lib/matching/filter";
import { ReferenceBox, VariableList } from "./reference-box";
import { templateVariables } from "./template-words";

type TemplateReferenceProps = {
  variables: FilterVariable[];
  isJson: boolean;
  onInsert: (text: string) => void;
};

const TAGS: [string, string][] = [
  ["{{ event.data.email }}", "a value as it is"],
  ["{{ event.data | json }}", "a value as JSON"],
  ['{{ event.data.name | default: "nobody" }}', "a value, or another where there is none"],
  ['{% if event.type == "attendee.deleted" %} … {% endif %}', "a part under a condition"],
  ["{% for item in event.data.items %} … {% endfor %}", "a part for each of a list"],
];

/** What a template can use: names to press, and how Liquid is written. */
export function TemplateReference({ variables, isJson, onInsert }: TemplateReferenceProps) {
  const asOutput = (path: string) => (isJson ? `{{ ${path} | json }}` : `{{ ${path} }}`);
  return (
    <ReferenceBox>
      <VariableList
        title="The event and the webhook"
        variables={templateVariables(variables)}
        onInsert={(path) => onInsert(asOutput(path))}
      />
      <div>
        <h3 className="mb-1.5 font-medium text-xs">Liquid</h3>
        <dl className="grid gap-1 text-xs">
          {TAGS.map(([written, meaning]) => (
            <div key={written} className="flex flex-wrap gap-x-3">
              <dt className="font-mono">{written}</dt>
              <dd className="text-muted-foreground">{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </ReferenceBox>
  );
}
