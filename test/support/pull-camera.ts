import process from 'node:process';
import type { Browser } from 'playwright';

/** What Chromium calls the process of its own in which all cameras are read. */
const CAMERAS = 'video_capture.mojom.VideoCaptureService';

/**
 * Ends the process that reads the cameras, which no page can tell from a camera that is pulled out: its tracks end, and
 * nothing that was allowed is taken back. Plugged in again it is as soon as a page asks for a camera.
 */
export async function pullCamera(browser: Browser): Promise<void> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const cameras = processInfo.find(({ type }) => type === CAMERAS);
  if (!cameras) throw new Error('No process of this browser reads cameras');
  process.kill(cameras.id, 'SIGKILL');
}
