const SECONDS = 0.12;

/** A short tone, for people who stand too far away to read the numbers. @param isLast - the tone that means: now. */
export async function beep(isLast = false): Promise<void> {
  const audio = new AudioContext();
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
  await new Promise((resolve) => tone.addEventListener('ended', resolve));
  await audio.close();
}
