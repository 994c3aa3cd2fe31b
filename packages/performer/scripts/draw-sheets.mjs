import { writeFile } from 'node:fs/promises';
import { withDrawingPage } from '../../../scripts/lib/drawing-page.mjs';

const FULL = { middle: 0.5, shows: 1.12 };
/** Where the head of each character is, and how much of its height it takes; people are all alike. */
const HEADS = { robot: { middle: 0.78, shows: 0.5 }, pip: { middle: 0.74, shows: 0.62 } };
const headOf = (name) => HEADS[name] ?? { middle: 0.89, shows: 0.3 };
const viewsOf = (HEAD) => [
  { ...FULL, around: 0 },
  { ...HEAD, around: 0 },
  { ...HEAD, around: 40 },
  { ...HEAD, around: 90 },
  { ...HEAD, around: 180 },
  { ...FULL, around: 35, second: 0.5 },
  { ...FULL, around: 0, second: 1 },
  { ...FULL, around: 90, second: 2.1 },
  { ...FULL, around: 180, second: 2.5 },
  { ...FULL, around: -40, second: 3.5 },
];
const two = (name, weight = 1) => ({ [`${name}Left`]: weight, [`${name}Right`]: weight });
const FACES = {
  rest: {},
  jawOpen: { jawOpen: 1 },
  smile: two('mouthSmile'),
  blink: two('eyeBlink'),
  browInnerUp: { browInnerUp: 1 },
  cheekPuff: { cheekPuff: 1 },
  browDown: two('browDown'),
  mouthFrown: two('mouthFrown'),
  funnel: { mouthFunnel: 1 },
  pucker: { mouthPucker: 1 },
  'happy, laughing': { ...two('mouthSmile'), ...two('cheekSquint', 0.8), jawOpen: 0.45, ...two('mouthUpperUp', 0.4) },
  'open, closed lips': { jawOpen: 1, mouthClose: 1 },
  'tongueOut, jaw': { tongueOut: 1, jawOpen: 0.6 },
  eyeWide: { ...two('eyeWide'), ...two('browOuterUp') },
  'look up left': { eyeLookUpLeft: 0.5, eyeLookUpRight: 0.5, eyeLookOutLeft: 0.8, eyeLookInRight: 0.8 },
  noseSneer: two('noseSneer'),
  mouthLeft: { mouthLeft: 1 },
  jawLeft: { jawLeft: 1 },
  stretch: two('mouthStretch'),
  'one wink': { eyeBlinkLeft: 1, mouthSmileLeft: 0.7 },
};

/** A contact sheet of each figure, drawn by the viewer in headless Chromium. For looking at: nothing is compared. */
export async function drawSheets(folder, names, faces) {
  await withDrawingPage('packages/performer/pictures', 'performerSheet', async (openPage) => {
    for (const name of names) {
      await draw(openPage, folder, name, '', viewsOf(headOf(name)), 300, 380);
      const close = ([caption, face]) => ({
        ...headOf(name),
        shows: headOf(name).shows * 0.7,
        around: 20,
        face,
        caption,
      });
      if (faces) await draw(openPage, folder, name, '-faces', Object.entries(FACES).map(close), 270, 290);
    }
  });
}

async function draw(openPage, folder, name, suffix, views, width, height) {
  const page = await openPage();
  try {
    await page.setViewportSize({ width, height });
    const request = { avatar: `/@fs${folder}${name}.glb`, views, columns: 5, width, height };
    const png = await page.evaluate((sheet) => globalThis.performerSheet(sheet), request);
    await writeFile(`${folder}${name}${suffix}.png`, Buffer.from(png, 'base64'));
    console.log(`packages/performer/.build/performers/${name}${suffix}.png`);
  } finally {
    await page.close();
  }
}
