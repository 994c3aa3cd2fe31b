import type { HumanoidBone, ProgressStage } from '@kinora/core';

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
  avatarNote: (warning: string): string => words.note(`target: ${warning}`),
  filmGone: 'The video is gone with the page that read it: only the animation is kept.',
  noFilm: 'This animation came as a file: it has no video.',
  noStage: 'The stage needs WebGL, and this browser does not offer it here. Capturing and saving still work.',
  notKept: (reason: string): string => `Nothing is kept after this page is closed: ${reason}`,
  kept: 'Kept in this browser, on this device.',
  onThePage: (reason: string): string => `Kinora works on the page’s own thread, so it may stutter: ${reason}`,
  play: 'Play',
  pause: 'Pause',
  unknownFile: (name: string): string =>
    `“${name}” is none of the files that can be shown here. Drop a video, an avatar (GLB or VRM) or an animation (GLB, BVH, FBX, VRMA, kinanim, or one of them in a zip).`,
  noMotion: (name: string): string => `There is no animation in “${name}”.`,
  noMotionHint:
    'Export it again with its keys. If it is meant to be the avatar, export it as GLB or VRM: only those can stand on the stage.',
  noAvatar: (name: string): string => `“${name}” cannot be the avatar: that takes a GLB or a VRM.`,
  noAvatarHint: 'Open it in Blender or another 3D program and export it as GLB, or get it as VRM.',
  avatarHasClips: (name: string, count: number): string =>
    `“${name}” is on the stage, and brings ${count === 1 ? 'an animation' : `${count} animations`} of its own.`,
  avatarHasClipsHint: 'To play them, choose the same file again with “Play a file …”.',
  unnamed: 'Animation',
  playing: (clip: string, avatar: string): string => `“${clip}” plays on ${avatar}.`,
  nobody: 'no avatar yet',
  fit: {
    ownLine: 'as it was made',
    own: 'The animation was made for this body: it plays as it is, and nothing is changed.',
    line: (bones: number, holdsFeet: boolean, notes: number): string =>
      [
        `${bones} bones`,
        holdsFeet ? 'feet held still' : 'feet free',
        ...(notes > 0 ? [notes === 1 ? '1 note' : `${notes} notes`] : []),
      ].join(' · '),
    body: 'Body',
    sure: 'Certainty',
    size: 'Size',
    feet: 'Feet',
    notes: 'Notes',
    bones: (count: number): string => `${count} bones of the avatar move as those of the animation do.`,
    lost: (parts: readonly string[]): string => `The avatar has no ${list(parts, 'or')}: what they do is not shown.`,
    still: (parts: readonly string[]): string => `The animation does not move the ${list(parts, 'and')}: they rest.`,
    fingers: 'fingers',
    someFingers: 'further finger bones',
    /** `leftUpperArm` → `left upper arm` */
    bone: (bone: HumanoidBone): string => bone.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    /** `leftUpperArm` → `upper arms` */
    pair: (bone: HumanoidBone): string => {
      const one = words.fit.bone(bone).replace(/^(left|right) /, '');
      return one === 'foot' ? 'feet' : one.endsWith('s') ? one : `${one}s`;
    },
    allSure: 'Every bone is certain.',
    recognised: (joint: string, reason: string): string => `Recognised by ${reasonOf(joint, reason)}.`,
    leastSure: (bone: string, percent: number): string => `${percent} % sure or more: least sure of the ${bone}.`,
    avatarJoint: (joint: string, reason: string): string =>
      `It is “${joint}” of the avatar, by ${reasonOf(joint, reason)}.`,
    clipJoint: (joint: string, reason: string): string =>
      `It is “${joint}” of the animation, by ${reasonOf(joint, reason)}.`,
    scale: (scale: number): string =>
      Math.abs(scale - 1) < 0.015
        ? 'Both have legs of the same length: steps and jumps are as long as they were.'
        : `The avatar’s legs are ${scale.toFixed(2)} times as long as the animation’s, and so are its steps and jumps.`,
    stands: (count: number, holdsFeet: boolean): string => {
      if (count === 0) return 'No foot ever stands still in this animation, so none is held.';
      const times = count === 1 ? 'A foot stands once' : `Feet stand ${count} times`;
      const each = count === 1 ? '' : ' each time';
      return holdsFeet
        ? `${times}, held still on the ground${each}.`
        : `${times}. ${count === 1 ? 'It is' : 'They are'} not held, and may slide.`;
    },
  },
  /** A warning of a report, whose writer spoke to programmers. */
  note: (warning: string): string =>
    sentence(
      warning
        .replace(/^source: /, 'Animation: ')
        .replace(/^target: /, 'Avatar: ')
        .replace(
          /No joint was found for (\w+)/,
          (_, bone: HumanoidBone) => `no joint was found for the ${words.fit.bone(bone)}`,
        ),
    ),
  item: {
    open: (name: string): string => `Play ${name}`,
    glb: (name: string): string => `Save ${name} as GLB, with the avatar on the stage`,
    bvh: (name: string): string => `Save ${name} as BVH`,
    remove: (name: string): string => `Delete ${name}`,
  },
};

/** `a, b and c` */
function list(parts: readonly string[], joint: 'and' | 'or'): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1)!}`;
}

/** What a bone was recognised by, where its joint has been named already. */
function reasonOf(joint: string, reason: string): string {
  return reason.replace(`name "${joint}"`, 'its name').replace(', structure', ' and its place in the body');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
