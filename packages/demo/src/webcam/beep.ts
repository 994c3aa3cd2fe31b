const SECONDS = 0.12;

let audio: AudioContext | undefined;

/** A short tone, for people who stand too far away to read the numbers. @param isLast - the tone that means: now. */
export function beep(isLast = false): void {
  // One for all tones: a browser gives a page only a few. One that stays silent costs nothing but the tone.
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  const length = isLast ? 3 * SECONDS : SECONDS;
  tone.frequency.value = isLast ? 1320 : 880;
  volume.gain.setValueAtTime(0.15, audio.currentTime);
  // A tone that is cut off clicks.
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + length);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + length);
}
