/** Signals that somebody listens for, and how many do. */
const owners = new Map<NodeJS.Signals, number>();

/** Listens for these signals until the function that it returns is called. Meanwhile `orInterrupted` leaves them alone. */
export function ownSignals(signals: readonly NodeJS.Signals[], listener: (signal: NodeJS.Signals) => void): () => void {
  const count = (by: number) => {
    for (const signal of signals) owners.set(signal, (owners.get(signal) ?? 0) + by);
  };
  for (const signal of signals) process.on(signal, listener);
  count(1);
  let isOwned = true;
  return () => {
    if (!isOwned) return;
    isOwned = false;
    for (const signal of signals) process.off(signal, listener);
    count(-1);
  };
}

export function isOwned(signal: NodeJS.Signals): boolean {
  return (owners.get(signal) ?? 0) > 0;
}
