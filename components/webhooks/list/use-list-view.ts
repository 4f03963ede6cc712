"use client";

import { useEffect, useRef, useState } from "react";
import { useAddressFilter } from "@/components/filters/use-address-filter";
import { type ListView, nextSort, type SortKey, sortText, viewOf } from "@/lib/webhooks/list-view";

const TYPING_PAUSE_MS = 250;

/**
 * How the list is looked at, kept in the address bar. What is typed into the search box is shown at once; the address follows when the typing
 * pauses, because every change of it costs the router a pass.
 */
export function useListView() {
  const [params, change] = useAddressFilter();
  const inAddress = params.get("search") ?? "";
  const [search, setSearch] = useState(inAddress);
  const written = useRef(inAddress);

  // Somebody else changed the address: the link to this page, the way back.
  useEffect(() => {
    if (inAddress === written.current) return;
    written.current = inAddress;
    setSearch(inAddress);
  }, [inAddress]);

  useEffect(() => {
    if (search === written.current) return;
    const timer = setTimeout(() => {
      written.current = search;
      change({ search });
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search, change]);

  const view: ListView = { ...viewOf(params), search };
  return {
    view,
    setSearch,
    setStatus: (status: string | null) => change({ status }),
    setType: (type: string | null) => change({ type }),
    setSort: (sort: ListView["sort"]) => change({ sort: sortText(sort) }),
    sortBy: (key: SortKey) => change({ sort: sortText(nextSort(view.sort, key)) }),
    showAll: () => {
      written.current = "";
      setSearch("");
      change({ search: null, status: null, type: null });
    },
  };
}
