/** The page that test/long/performers.test.ts opens. */
import { lookAtFigure } from './look-at-figure.ts';

declare global {
  var look: typeof lookAtFigure;
}

globalThis.look = lookAtFigure;
