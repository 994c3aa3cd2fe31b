import { KinoraError } from '@kinora/core/motion';
import type { OpenVideo } from '../video/frame-source.ts';

/**
 * Gives mediabunny in Node the decoders that a browser has by itself, then loads what opens files with them.
 *
 * @throws `capture/no-decoder` where the package is not installed or does not run on this machine.
 */
export async function loadOpenFile(): Promise<OpenVideo<string>> {
  try {
    const { registerMediabunnyServer } = await import('@mediabunny/server');
    // No hardware: looking for it fills stderr, and one decoder for all gives the same frames everywhere.
    registerMediabunnyServer({ hardwareContext: null });
    const { openFile } = await import('./open-file.ts');
    return openFile;
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND';
    const why = missing ? 'the package @mediabunny/server is not installed' : String(error);
    throw new KinoraError('capture/no-decoder', `Cannot decode video in Node: ${why}`, {
      hint: 'Install it beside Kinora: npm install @mediabunny/server@1.59.0 mediabunny@1.61.0 (its FFmpeg is GPLv3, so Kinora does not bring it along).',
      details: { package: '@mediabunny/server' },
      cause: error,
    });
  }
}
