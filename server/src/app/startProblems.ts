/** Told where answers cannot be kept on disk. */
export const NO_DISK_CACHE =
  'aurelis.cache.disk.enable: this Node has no SQLite, so answers are kept in memory only. Use Node 22.13 or newer (not 23.0 to 23.3), or turn this setting off.';

/** Told where nothing can listen for Prometheus. */
export function portTrouble(port: number, trouble: 'taken' | 'refused'): string {
  const setting = 'aurelis.metrics.prometheusPort';
  if (trouble === 'refused') {
    return `${setting}: the system does not let Aurelis listen on port ${port}. Choose one above 1023.`;
  }
  return `${setting}: another program listens on port ${port}. Choose another port, or end that program; Aurelis tries again every half minute.`;
}

/** Told where the client names a folder for files that cannot be one. */
export const NO_SUCH_STORAGE =
  'initializationOptions.storagePath: this folder cannot be used, so the usual one is. Name a folder by its whole path that you can write to, or leave it out.';
