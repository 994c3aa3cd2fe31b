/** Why there is no picture. */
export type CameraTrouble = 'unsupported' | 'refused' | 'none' | 'busy' | 'lost';

/** What the capture likes best: a person is 256 pixels to its model, and 30 pictures a second are a motion's own rate. */
const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } as const;

/**
 * Switches a camera on. The browser may ask the person first.
 *
 * @param deviceId - of `listCameras`. Default: the one that looks at the person.
 */
export async function openCamera(deviceId?: string): Promise<MediaStream | CameraTrouble> {
  if (!hasCameras()) return 'unsupported';
  const which = deviceId === undefined ? { facingMode: 'user' } : { deviceId: { exact: deviceId } };
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { ...WANTED, ...which }, audio: false });
  } catch (error) {
    return troubleOf(error);
  }
}

/** Known by name only once a camera was allowed. Where a browser tells none there is no choice, and the camera that is on stays. */
export async function listCameras(): Promise<readonly MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '');
}

/** Switches it off, and its light with it. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** A camera that looks away from the person shows them as others see them: only a mirror is turned over. */
export function isMirror(stream: MediaStream): boolean {
  return stream.getVideoTracks()[0]?.getSettings().facingMode !== 'environment';
}

/** Absent on a page that came without encryption from another machine. */
function hasCameras(): boolean {
  return (navigator as { mediaDevices?: Partial<MediaDevices> }).mediaDevices?.getUserMedia !== undefined;
}

function troubleOf(error: unknown): CameraTrouble {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    default:
      return 'busy'; // NotReadableError and its like: it is there, and gives no picture.
  }
}
