import { makeArms } from '../body/arms.ts';
import type { Body, Piece } from '../body/body.ts';
import type { Colour } from '../figure.ts';
import { makeHood } from '../garments/hood.ts';
import type { TopStyle } from '../garments/top.ts';
import { LONG_SLEEVES, makeTop, T_SHIRT } from '../garments/top.ts';

/** Where the skin begins under a sleeve: metres along the arm. */
export function armsBelow(body: Body, { sleeve }: Pick<TopStyle, 'sleeve'>): Piece {
  return makeArms(body, Math.max(sleeve - 0.065, 0.1));
}

export function hoodie(body: Body, colour: Colour, trim: Colour): Piece[] {
  const style = { ...LONG_SLEEVES, slack: 0.009, sleeveSlack: 0.013, colour, trim };
  const top = makeTop(body, style);
  return [top, makeHood(body, top, colour, trim), armsBelow(body, style)];
}

export function tShirt(body: Body, colour: Colour, trim: Colour, badge: Colour, hem: number = T_SHIRT.hem): Piece[] {
  const style = { ...T_SHIRT, hem, colour, trim, badge };
  return [makeTop(body, style), armsBelow(body, style)];
}
