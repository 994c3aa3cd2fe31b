/** The child process of one capture: the session behind messages. It is ended by its parent, and never by itself. */
import process from 'node:process';
import { toWireError } from '@kinora/core/rpc';
import type { Job, Report } from './node/messages.ts';
import { nodeModels } from './node/node-models.ts';
import { loadOpenFile } from './node/register-decoder.ts';
import { createModelLoader } from './pose-models.ts';
import { captureVideo } from './session.ts';

async function capture({ video, name, maxSeconds, tuning, person, ...choice }: Job): Promise<void> {
  try {
    const openVideo = await loadOpenFile();
    const loadModels = createModelLoader(nodeModels);
    const { files } = await captureVideo(
      video,
      { openVideo, loadModels: (signal, onBytes) => loadModels(choice, signal, onBytes), now: () => performance.now() },
      {
        ...tuning,
        ...(person && { person }),
        name,
        maxSeconds,
        signal: new AbortController().signal, // A cancelled child is killed: nothing here needs to be asked.
        onProgress: (progress) => report({ kind: 'progress', progress }),
      },
    );
    report({ kind: 'done', files });
  } catch (error) {
    report({ kind: 'failed', error: toWireError(error) });
  }
}

function report(message: Report): void {
  process.send?.(message);
}

// A parent that is gone can no longer end its child. By a signal, because an exit in the middle of a decode would run
// into the decoder's own clean-up, which aborts.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// Only our parent holds the other end of this channel, and it sends a job.
process.once('message', (job) => void capture(job as Job));
