/** That a part of Node is new or on its way out is nothing that a user has to hear: editors show what comes over stderr as errors. */
export function keepWarningsQuiet(): void {
  const printers = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning' || warning.name === 'DeprecationWarning') return;
    for (const print of printers) print(warning);
  });
}
