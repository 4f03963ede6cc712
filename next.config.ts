import type { NextConfig } from "next";

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
  serverExternalPackages: ["postgres", "undici", "inngest", "liquidjs"],
};

export default config;
