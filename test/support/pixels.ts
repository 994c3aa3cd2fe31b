import type { Locator, Page } from 'playwright';

/**
 * How clearly what is drawn stands out from its ground, as it is on the screen: the contrast by WCAG, 1 to 21, between its
 * commonest colour and the one furthest from that which covers at least one pixel in a hundred.
 */
export async function contrastIn(drawn: Locator): Promise<number> {
  const picture = await drawn.screenshot({ animations: 'disabled' });
  return drawn.page().evaluate(contrastOf, picture.toString('base64'));
}

/** In the page, which can read pictures. */
async function contrastOf(base64: string): Promise<number> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d')!;
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, picture.width, picture.height);
  const counts = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const luminance = (colour: string): number => {
    const [red, green, blue] = colour.split(',').map((value) => {
      const share = Number(value) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const common = [...counts].filter(([, count]) => count * 100 >= picture.width * picture.height);
  const [ground] = common.toSorted(([, a], [, b]) => b - a);
  if (!ground) throw new Error('There is no colour that covers a hundredth of it');
  return Math.max(...common.map(([colour]) => contrast(luminance(colour), luminance(ground[0]))));
}

/** Lets a page draw so many frames. */
export async function drawFrames(page: Page, count: number): Promise<void> {
  await page.evaluate(
    (count) =>
      new Promise<void>((done) => {
        const wait = (left: number): void => {
          if (left === 0) done();
          else requestAnimationFrame(() => wait(left - 1));
        };
        wait(count);
      }),
    count,
  );
}
