const MB = 1024 ** 2;
const GB = 1024 ** 3;

const clamp = (value, least, most) => Math.max(least, Math.min(most, value));
const inMB = (bytes) => `${Math.floor(bytes / MB)}MB`;

/**
 * Server settings for many small writes on a machine that is shared with the rest of Hookyard.
 * `fsync` and `synchronous_commit` stay on: an accepted event is on disk.
 * @param {{ memoryBytes: number, freeDiskBytes: number }} machine
 * @returns {Record<string, string>}
 */
export function tuning({ memoryBytes, freeDiskBytes }) {
  return {
    shared_buffers: inMB(clamp(memoryBytes / 8, 64 * MB, 512 * MB)),
    effective_cache_size: inMB(clamp(memoryBytes / 2, 256 * MB, 16 * GB)),
    maintenance_work_mem: inMB(clamp(memoryBytes / 32, 32 * MB, 256 * MB)),
    work_mem: "16MB",
    max_connections: "100",
    // Few checkpoints: each makes the next write of every page a full one. A small disk gets a smaller log.
    max_wal_size: inMB(clamp(freeDiskBytes / 8, 256 * MB, 4 * GB)),
    min_wal_size: "80MB",
    checkpoint_timeout: "15min",
    wal_compression: "on",
    wal_buffers: "16MB",
    // Queue tables change all the time: vacuum soon, and let it finish.
    autovacuum_naptime: "15s",
    autovacuum_vacuum_cost_limit: "2000",
    jit: "off",
    random_page_cost: "1.1",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    log_checkpoints: "off",
    log_line_prefix: "%m [%p] ",
  };
}
