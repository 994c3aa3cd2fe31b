import { createKinora } from '@kinora/core';
import { expect, test } from 'vitest';
import { ScriptedProvider } from '../../../support/providers.ts';

test('a check that throws at once, for reasons of its own, does not end the run', async () => {
  const provider = Object.assign(new ScriptedProvider(), {
    check: (): Promise<void> => {
      throw new Error('no time');
    },
  });
  const kinora = await createKinora({ thread: 'main', provider });
  await kinora.creation.fromVideo(new Blob(['a film'])).done;
  expect(provider.runs).toBe(1);
  kinora.dispose();
});
