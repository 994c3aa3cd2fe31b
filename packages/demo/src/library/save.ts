/** Hands a file to the person, as a download. */
export function saveFile(bytes: Uint8Array<ArrayBuffer>, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of the blob once the click is dispatched; a minute covers the slowest dialogue.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A name that every file system takes. */
export function fileName(name: string, ending: string): string {
  const plain = name.replace(/[^\p{L}\p{N} ._-]+/gu, '').trim() || 'animation';
  return `${plain}.${ending}`;
}
