/** What opens over the page: menus, selects, popovers. */
export const menuSurfaceClasses =
  "z-50 overflow-hidden rounded-lg border bg-popover p-1 text-foreground shadow-lg outline-none data-[state=closed]:animate-out data-[state=open]:animate-in data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98 data-[side=bottom]:slide-in-from-top-1 data-[side=top]:slide-in-from-bottom-1 duration-100";

/** A line in a menu. */
export const menuItemClasses =
  "flex min-h-7 select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none transition-colors duration-75 focus:bg-accent data-[disabled]:pointer-events-none data-[highlighted]:bg-accent data-[disabled]:opacity-50 pointer-coarse:min-h-9 [&_svg:not([class*='size-'])]:size-3.5 [&_svg:not([class*='text-'])]:text-muted-foreground [&_svg]:shrink-0";

export const menuLabelClasses = "px-2 py-1.5 font-medium text-muted-foreground text-xs";
