/** What the face of an avatar can do. Plain data. */
export interface Face {
  /** Blendshapes by their own names, ARKit's or any other; one name stands for all meshes that have it. */
  readonly blendshapes: readonly string[];
  /** Expressions that the avatar has words for (VRM), as weights of its blendshapes. */
  readonly expressions?: readonly FaceExpression[];
}

export interface FaceExpression {
  /** A VRM 1.0 preset (`happy`, `aa`, `blinkLeft`) or the author's own name. */
  readonly name: string;
  readonly binds: readonly { readonly blendshape: string; readonly weight: number }[];
}
