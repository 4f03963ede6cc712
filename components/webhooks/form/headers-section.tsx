"use client";

import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { MAX_HEADERS } from "@/lib/delivery/message/header-rules";
import { FormSection } from "./form-section";
import { asksAgain, type FormValues, keptHeader, newHostOf } from "./form-values";
import { HeaderRow, type RowAction } from "./header-row";
import { listMessage } from "./messages";
import { NewHostNotice } from "./new-host-notice";
import { useRowFocus } from "./use-row-focus";

/** Headers of one's own, in the order they are sent. `mayTakeAlong`: saved values may go to another host on the reader's word. */
export function HeadersSection({ mayTakeAlong }: { mayTakeAlong: boolean }) {
  const { control, formState, setFocus } = useFormContext<FormValues>();
  const { fields, append, remove, move, update } = useFieldArray({ control, name: "headers" });
  const rows = useWatch({ control, name: "headers" });
  const [url, savedUrl, takeAlongTo] = useWatch({ control, name: ["url", "savedUrl", "takeAlongTo"] });
  const newHost = rows.some(({ keep }) => keep) ? newHostOf({ url, savedUrl }) : null;
  const again = asksAgain({ url, savedUrl, takeAlongTo });
  const [news, setNews] = useState("");
  const addButton = useRef<HTMLButtonElement>(null);
  const { list, focusRow } = useRowFocus<HTMLUListElement>(() => addButton.current?.focus());
  const message = listMessage(formState.errors.headers);

  function act(index: number, action: RowAction) {
    const name = rows[index]?.name || `Row ${index + 1}`;
    if (action === "remove") {
      remove(index);
      setNews(`${name} removed. ${rows.length - 1} left.`);
      focusRow(index, "remove");
      return;
    }
    const to = index + (action === "up" ? -1 : 1);
    move(index, to);
    setNews(`${name} is now ${to + 1} of ${rows.length}.`);
    focusRow(to, action);
  }

  function replace(index: number) {
    update(index, { name: rows[index]?.name ?? "", value: "" });
    requestAnimationFrame(() => setFocus(`headers.${index}.value`));
  }

  function keep(index: number, name: string) {
    update(index, keptHeader(name));
    focusRow(index, "replace");
  }

  return (
    <FormSection
      id="headers"
      title="Headers"
      description="Sent with every request, such as credentials the receiver asks for. Values are encrypted, and once saved they are never shown again."
    >
      <div className="grid gap-3">
        <div role="status" className="empty:hidden">
          {newHost && <NewHostNotice host={newHost} mayTakeAlong={mayTakeAlong} />}
        </div>
        <ul ref={list} className="grid gap-3 empty:hidden">
          {fields.map(({ id }, index) => (
            <HeaderRow
              key={id}
              index={index}
              count={fields.length}
              wantsAgain={again}
              onAct={(action) => act(index, action)}
              onReplace={() => replace(index)}
              onKeep={(name) => keep(index, name)}
            />
          ))}
        </ul>
        {message && (
          <p role="alert" className="text-danger-foreground text-xs">
            {message}
          </p>
        )}
        <p role="status" className="sr-only">
          {news}
        </p>
        <div>
          <Button
            ref={addButton}
            variant="outline"
            size="sm"
            disabled={fields.length >= MAX_HEADERS}
            onClick={() => append({ name: "", value: "" })}
          >
            <Plus aria-hidden /> Add header
          </Button>
        </div>
      </div>
    </FormSection>
  );
}
