export * from "./audit";
export * from "./engine";
export * from "./events";
export * from "./jobs";
export * from "./modules";
export * from "./organisations";
export * from "./sessions";
export * from "./webhooks";
