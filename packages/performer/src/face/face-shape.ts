/** How a face departs from a young man's. Shares: 1 is his own. */
export interface FaceShape {
  /** Width of the jaw, length of the chin, fullness of the cheeks. */
  readonly jaw: number;
  readonly chin: number;
  readonly cheeks: number;
  readonly nose: number;
  readonly noseWidth: number;
  readonly eyes: number;
  readonly ears: number;
  readonly lips: number;
  /** Thickness of the brows, and metres by which they are arched. */
  readonly brow: number;
  readonly arch: number;
  readonly lashes: number;
  /** 0…1: the lines of age. */
  readonly lines: number;
  /** 0…1: redness of the cheeks. */
  readonly blush: number;
}

export const YOUNG_MAN: FaceShape = {
  jaw: 1,
  chin: 1,
  cheeks: 1,
  nose: 1,
  noseWidth: 1,
  eyes: 1,
  ears: 1,
  lips: 1,
  brow: 1,
  arch: 0,
  lashes: 1,
  lines: 0,
  blush: 1,
};
