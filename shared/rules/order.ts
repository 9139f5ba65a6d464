/**
 * Orders the numbers 0…n−1 so that everything comes after what it depends on. Among those that are free the lowest
 * comes first, so the order does not depend on anything but the input. `cyclic` holds what could not be ordered.
 */
export function dependencyOrder(dependencies: readonly (readonly number[])[]): { order: number[]; cyclic: number[] } {
  const waiting = dependencies.map((list) => new Set(list).size);
  const dependents: number[][] = dependencies.map(() => []);
  dependencies.forEach((list, index) => {
    for (const dependency of new Set(list)) dependents[dependency]?.push(index);
  });
  const order: number[] = [];
  let free = waiting.flatMap((count, index) => (count === 0 ? [index] : []));
  while (free.length > 0) {
    const next: number[] = [];
    for (const index of free) {
      order.push(index);
      for (const dependent of dependents[index] ?? []) {
        const left = (waiting[dependent] ?? 0) - 1;
        waiting[dependent] = left;
        if (left === 0) next.push(dependent);
      }
    }
    free = next.sort((a, b) => a - b);
  }
  const done = new Set(order);
  return { order, cyclic: dependencies.flatMap((_, index) => (done.has(index) ? [] : [index])) };
}

/** One cycle among the numbers that could not be ordered, as a list whose last leads back to its first. */
export function findCycle(dependencies: readonly (readonly number[])[], cyclic: readonly number[]): number[] {
  const inside = new Set(cyclic);
  const path: number[] = [];
  const position = new Map<number, number>();
  let at = cyclic[0];
  while (at !== undefined && !position.has(at)) {
    position.set(at, path.length);
    path.push(at);
    at = (dependencies[at] ?? []).find((dependency) => inside.has(dependency));
  }
  return at === undefined ? path : path.slice(position.get(at));
}
