/** Who or what has to change before a thing can succeed. */
export type FailureClass =
  /** What was asked for: another video, other parameters, another character. */
  | 'input'
  /** What the account may still use. */
  | 'quota'
  /** Who asks. */
  | 'auth'
  /** Nothing but the moment. */
  | 'transient'
  /** The service. */
  | 'service';

/** What a number of a provider means. Each provider has tables of its own: the same number is another thing elsewhere. */
export interface Failure {
  /** In words that go on a sentence: `the video could not be opened`. */
  readonly meaning: string;
  readonly kind: FailureClass;
  /** True where the same request may succeed later. */
  readonly mayRetry: boolean;
  /** What a person can do about it. */
  readonly advice: string;
}
