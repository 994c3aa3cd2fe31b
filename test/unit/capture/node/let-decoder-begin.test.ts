import { describe, expect, test } from 'vitest';
import { letDecoderBegin } from '../../../../packages/capture/src/node/let-decoder-begin.ts';

/** A decoder that begins with the next picture in a turn of the event loop, and tells what it did. */
function decoder(pictures: number) {
  const did: string[] = [];
  async function* decode(): AsyncGenerator<number, void, undefined> {
    try {
      for (let picture = 0; picture < pictures; picture++) {
        setImmediate(() => did.push(`begin ${picture + 1}`));
        yield await Promise.resolve(picture);
      }
    } finally {
      did.push('end');
    }
  }
  return { did, pictures: letDecoderBegin(decode()) };
}

describe('letDecoderBegin()', () => {
  test('gives all pictures in order, each when the decoder is at the next one', async () => {
    const { did, pictures } = decoder(3);
    for await (const picture of pictures) did.push(`look at ${picture}`);
    expect(did).toEqual(['begin 1', 'look at 0', 'begin 2', 'look at 1', 'begin 3', 'look at 2', 'end']);
  });

  test('ends the decoder where somebody stops looking', async () => {
    const { did, pictures } = decoder(3);
    for await (const picture of pictures) if (picture === 1) break;
    expect(did).toEqual(['begin 1', 'begin 2', 'end']);
  });
});
