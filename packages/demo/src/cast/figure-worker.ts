import { makeFigure, writeFigure } from '@kinora/performer';
import type { CastName } from '@kinora/performer';

/** A GLB, or why there is none. */
export type FigureAnswer = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly why: string };

const answer = (message: FigureAnswer, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });

self.onmessage = ({ data }: MessageEvent<CastName>) => {
  try {
    const bytes = writeFigure(makeFigure(data));
    answer({ bytes }, [bytes.buffer]);
  } catch (error) {
    answer({ why: String(error) });
  }
};
