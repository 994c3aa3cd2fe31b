import type { Errors } from './languages.ts';

const RELOAD = 'Reload the page. If that does not help, tell whoever runs it: the details say what is wrong.';

/**
 * What a player reads of a capture or a stage that failed: the errors' own sentences speak to those who build with Kinora, and stand
 * below the details. Every other failure of the English page is told in its own sentences, which name more.
 */
export const errors: Partial<Errors> = {
  'runtime/interrupted': {
    what: 'This page was closed, or was out of memory, before the animation was ready.',
    hint: 'Start again with the same video. Where memory is short, close other tabs, or take a shorter video.',
  },
  'capture/no-video': {
    what: 'This file holds sound, but no picture.',
    hint: 'Choose a video in which a person is seen.',
  },
  'capture/unreadable': {
    what: 'This file is no whole video: it is damaged, cut off, or of another kind.',
    hint: 'Copy it from the phone or the camera again, and wait until that is done. MP4, MOV, WebM, MKV and TS can be read.',
  },
  'capture/unsupported-codec': {
    what: 'This browser cannot play {{codecName}} video.',
    hint: 'Save it as H.264 (MP4) with a video editor, or open this page in another browser. An iPhone films the next ones as H.264 with: Settings, Camera, Formats, Most Compatible.',
  },
  'capture/too-long': {
    what: 'This video lasts {{length}}, and {{most}} is the most.',
    hint: 'Cut it: in the gallery of a phone by Edit, then by dragging the ends together.',
  },
  'capture/no-person': {
    what: 'Nobody was found in this video.',
    hint: 'Film one person in good light, from head to feet, who fills at least a third of the picture’s height.',
  },
  'capture/nobody-there': {
    what: 'Nobody was found at the place that you chose.',
    hint: 'Choose again, or film one person alone.',
  },
  'capture/no-decoder': {
    what: 'This browser cannot read videos on this page.',
    hint: 'Use a current Chrome, Edge, Firefox or Safari, and an address that begins with https.',
  },
  'capture/no-worker': {
    what: 'This page could not start what captures videos.',
    hint: 'Most often the security rules of this page do not allow it, or one of its files is missing. Loading it again does not change that: tell whoever runs the page, the details say what is wrong. Where an extension of the browser blocks scripts, let it pass this page.',
  },
  'capture/model-corrupt': { what: 'A model that follows people in videos arrived damaged.', hint: RELOAD },
  'capture/model-unavailable': {
    what: 'A model that follows people in videos could not be loaded.',
    hint: 'Look whether you are online, and try again. If that does not help, tell whoever runs the page: the details say what is wrong.',
  },
  'capture/wasm': {
    what: 'What follows people in videos could not be started.',
    hint: 'Most often the security rules of this page do not allow it. Loading it again does not change them: tell whoever runs the page, the details say what to allow. Where memory is short, it helps to close other tabs.',
  },
  'viewer/not-drawable': {
    what: 'A part of the stage did not arrive.',
    hint: 'Look whether you are online, then choose the avatar again.',
  },
};
