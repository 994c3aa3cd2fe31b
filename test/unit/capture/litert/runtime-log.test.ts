import { describe, expect, test } from 'vitest';
import { RuntimeLog } from '../../../../packages/capture/src/litert/runtime-log.ts';

describe('RuntimeLog', () => {
  test('notices an operation that LiteRT does not have, and does not forget it', () => {
    const log = new RuntimeLog();
    log.write('INFO: Created TensorFlow Lite XNNPACK delegate for CPU.');
    expect(log.unresolved).toBeUndefined();
    log.write('ERROR: Encountered unresolved custom op: Landmarks2TransformMatrix.\n');
    for (let i = 0; i < 1000; i++) log.write(`line ${i}`);
    expect(log.unresolved).toContain('Landmarks2TransformMatrix');
  });

  test('keeps the last lines for an error', () => {
    const log = new RuntimeLog();
    for (let i = 0; i < 1000; i++) log.write(`line ${i}`);
    expect(log.tail().split('\n')).toEqual(['line 995', 'line 996', 'line 997', 'line 998', 'line 999']);
  });
});
