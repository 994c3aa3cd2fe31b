import type { ProgressStage } from '@kinora/core';

/** Every word that scripts put on the page. */
export const words = {
  stages: {
    hash: 'Reading the video',
    upload: 'Uploading',
    queue: 'Waiting for a place',
    load: 'Loading the body model',
    decode: 'Opening the video',
    track: 'Following the person',
    solve: 'Building the animation',
    download: 'Fetching the animation',
    parse: 'Putting it on the avatar',
    done: 'Done',
  } satisfies Record<ProgressStage, string>,
  frames: (done: number, total: number): string => `Frame ${done} of ${total}`,
  left: (seconds: number): string =>
    seconds < 60 ? `about ${Math.max(1, Math.round(seconds))} s left` : `about ${Math.ceil(seconds / 60)} min left`,
  captured: (name: string): string => `“${name}” is ready and plays on the avatar.`,
  cancelled: 'Cancelled. Nothing was kept.',
  busy: 'One video at a time: wait for this one, or cancel it.',
  notSeen: (from: number, to: number): string =>
    `From ${from.toFixed(1)} s to ${to.toFixed(1)} s the person was not seen well enough: the avatar holds still there.`,
  where: {
    device: {
      start:
        'Take a video of one person, whole body in view, up to a minute long. It is read on this device and never uploaded.',
      pill: 'Stays on this device',
    },
    service: {
      start:
        'Take a video of one person, whole body in view, up to a minute long. It is sent to the service that this page came from.',
      pill: 'Goes to this page’s service',
    },
  },
  sampleName: 'Sample dance',
  avatarReady: (name: string): string => `${name} is on the stage.`,
  noStage: 'The stage needs WebGL, and this browser does not offer it here. Capturing and saving still work.',
  notKept: (reason: string): string => `Nothing is kept after this page is closed: ${reason}`,
  kept: 'Kept in this browser, on this device.',
  onThePage: (reason: string): string => `Kinora works on the page’s own thread, so it may stutter: ${reason}`,
  play: 'Play',
  pause: 'Pause',
  unknownFile: (name: string): string =>
    `“${name}” is none of the files that can be shown here. Drop a video, an avatar (GLB or VRM) or an animation (GLB, BVH, FBX, VRMA, kinanim, or one of them in a zip).`,
  noMotion: (name: string): string => `There is no animation in “${name}”. Export it again with its keys.`,
  item: {
    open: (name: string): string => `Play ${name}`,
    glb: (name: string): string => `Save ${name} as GLB, with the avatar on the stage`,
    bvh: (name: string): string => `Save ${name} as BVH`,
    remove: (name: string): string => `Delete ${name}`,
  },
};
