import { Engine } from '@babylonjs/core/Engines/engine.js';
import { KinoraError } from '@kinora/core/motion';

/** @throws KinoraError `viewer/no-webgl` */
export function createEngine(canvas: HTMLCanvasElement, antialias: boolean): Engine {
  try {
    return new Engine(canvas, antialias, { stencil: false, powerPreference: 'default' }, true);
  } catch (cause) {
    throw new KinoraError('viewer/no-webgl', 'Cannot show a stage: this browser gives the canvas no WebGL', {
      hint: 'Switch on hardware acceleration in the browser, or open the page in another one',
      cause,
    });
  }
}
