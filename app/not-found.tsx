import type { Metadata } from "next";
import { Logo } from "@/components/layout/logo";
import { MissingPage } from "@/components/layout/missing-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center px-4">
      <Logo />
      <MissingPage />
    </main>
  );
}
