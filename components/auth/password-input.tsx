"use client";

import { Eye, EyeOff } from "lucide-react";
import * as React from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** A password that can be looked at while it is typed. */
export function PasswordInput(props: React.ComponentProps<typeof Input>) {
  const [shown, setShown] = React.useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="relative">
      <Input {...props} type={shown ? "text" : "password"} className="h-9 pointer-coarse:h-10 pr-9" />
      <Button
        variant="ghost"
        size="icon-sm"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute top-1/2 right-1 -translate-y-1/2 text-muted-foreground"
      >
        <Icon aria-hidden />
        <span className="sr-only">Show password</span>
      </Button>
    </div>
  );
}
