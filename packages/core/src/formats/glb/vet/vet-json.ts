import { KinoraError } from '../../../errors.ts';

const MAX_JSON_BYTES = 32 * 2 ** 20;
const MAX_DEPTH = 100;
/** A parsed value takes up to a hundred times its bytes. The largest real file at hand, with 76 clips, has 160,000. */
const MAX_VALUES = 2 ** 20;

/**
 * Parses JSON that nobody vouches for: bounded in size and depth, every number finite, nothing that points out of the
 * file.
 *
 * @throws KinoraError `formats/too-large`, `formats/glb-json`, `formats/external-file`.
 */
export function readVettedJson(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const json = readBoundedJson(bytes);
  refuseAddresses(json);
  return json;
}

/**
 * The same, but with addresses of other files in it.
 *
 * @throws KinoraError `formats/too-large`, `formats/glb-json`.
 */
export function readBoundedJson(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (bytes.length > MAX_JSON_BYTES) {
    throw new KinoraError(
      'formats/too-large',
      `Cannot read the GLB file: ${bytes.length} bytes of JSON are more than ${MAX_JSON_BYTES}`,
      {
        details: { sizeBytes: bytes.length, limitBytes: MAX_JSON_BYTES },
      },
    );
  }
  checkShape(bytes);
  const json = parse(bytes);
  if (!isObject(json)) throw jsonError('it is not an object');
  checkNumbers(json);
  return json;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function jsonError(fact: string, cause?: unknown): KinoraError {
  return new KinoraError('formats/glb-json', `Cannot read the JSON of the GLB file: ${fact}`, {
    hint: 'The file is damaged, or its exporter does not follow glTF 2.0: export it again.',
    ...(cause !== undefined && { cause }),
  });
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (cause) {
    throw jsonError('it is not JSON', cause);
  }
}

/** Counts brackets and values before any parser makes objects of them. */
function checkShape(bytes: Uint8Array): void {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (inString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x2c) values++;
    else if (byte === 0x5b || byte === 0x7b) {
      values++;
      if (++depth > MAX_DEPTH) throw jsonError(`it is nested more than ${MAX_DEPTH} deep`);
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  if (values <= MAX_VALUES) return;
  throw new KinoraError(
    'formats/too-large',
    `Cannot read the GLB file: ${values} values of JSON are more than ${MAX_VALUES}`,
    {
      hint: 'Export the file with fewer clips.',
      details: { values, limit: MAX_VALUES },
    },
  );
}

/** Depth is bounded by now, so the recursion is too. */
function checkNumbers(value: unknown): void {
  // JSON cannot say Infinity, but 1e999 becomes it.
  if (typeof value === 'number' && !Number.isFinite(value)) throw jsonError('it holds a number that is not finite');
  if (Array.isArray(value)) return value.forEach(checkNumbers);
  if (!isObject(value)) return;
  // Not by entries, which would be a list for each of a million fields. What an application keeps in `extras` is its own.
  for (const key of Object.keys(value)) if (key !== 'extras') checkNumbers(value[key]);
}

function refuseAddresses(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(refuseAddresses);
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (key === 'uri' && typeof item === 'string' && !/^data:/i.test(item)) throw externalFile(item);
    // No loader fetches from `extras`.
    if (key !== 'extras') refuseAddresses(item);
  }
}

function externalFile(uri: string): KinoraError {
  // Without its query, which may hold a key.
  const shown = uri.replace(/[?#].*$/s, '').slice(0, 80);
  return new KinoraError('formats/external-file', `Cannot use the GLB file: it points to another file, "${shown}"`, {
    hint: 'Export it as one binary file with everything embedded (.glb).',
    details: { uri: shown },
  });
}
