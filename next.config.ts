import type { NextConfig } from "next";
import { SECURITY_HEADERS } from "./lib/http/security-headers";

const config: NextConfig = {
  // `npm run up` serves a finished build from a folder that no later build touches.
  distDir: process.env.HOOKYARD_NEXT_DIR || ".next",
  typedRoutes: true,
  agentRules: false,
  poweredByHeader: false,
  // What people type into forms, passwords among it, is not for the log of the development server.
  logging: { serverFunctions: false },
  // The type check is a step of its own (`npm run verify`), so a build does not pay for it twice.
  typescript: { ignoreBuildErrors: true },
  // There are no pictures to make smaller, and so nobody to do it for.
  images: { unoptimized: true },
  // As the server in front of Next does (server/front.ts), for where there is none. A page's policy goes over this (proxy.ts).
  headers: async () => [
    { source: "/:path*", headers: SECURITY_HEADERS.map(([key, value]) => ({ key, value })) },
  ],
  // The console of the development server is opened by any name of this machine.
  allowedDevOrigins: ["127.0.0.1", "[::1]"],
  serverExternalPackages: ["postgres", "undici", "inngest", "liquidjs"],
};

export default config;
