import { describe, expect, test } from 'vitest';
import { UndoStack } from '../../renderer/lib/undo.svelte.ts';

const later = (run: () => void): Promise<void> =>
  new Promise((resolve) =>
    setTimeout(() => {
      run();
      resolve();
    }, 5),
  );

function counting() {
  const stack = new UndoStack();
  const log: string[] = [];
  const add = (label: string): void =>
    stack.push({
      label,
      undo: () => later(() => log.push(`-${label}`)),
      redo: () => later(() => log.push(`+${label}`)),
    });
  return { stack, log, add };
}

describe('steps that can be taken back', () => {
  test('keys pressed faster than the store answers run in their order', async () => {
    const { stack, log, add } = counting();
    add('a');
    add('b');
    const [first, second, third, fourth] = await Promise.all([stack.undo(), stack.redo(), stack.undo(), stack.undo()]);
    expect(log).toEqual(['-b', '+b', '-b', '-a']);
    expect([first, second, third, fourth].map((step) => step?.label)).toEqual(['b', 'b', 'b', 'a']);
    expect(stack.next).toBeUndefined();
  });

  test('a step that fails stays and later ones still run', async () => {
    const stack = new UndoStack();
    let isBroken = true;
    stack.push({
      label: 'a',
      undo: () => (isBroken ? Promise.reject(new Error('disk full')) : Promise.resolve()),
      redo: () => Promise.resolve(),
    });
    await expect(stack.undo()).rejects.toThrow('disk full');
    expect(stack.next?.label).toBe('a');
    isBroken = false;
    await expect(stack.undo()).resolves.toMatchObject({ label: 'a' });
    expect(stack.canRedo).toBe(true);
  });
});
