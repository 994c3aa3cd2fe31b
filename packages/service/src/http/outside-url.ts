import { KinoraError } from '@kinora/core/protocol';

/** Where a URL that came from outside may lead. */
export interface OutsideRules {
  /** Names that may be asked: `storage.googleapis.com`; `*.deepmotion.com` for all names below it, and not for itself. */
  readonly hosts: readonly string[];
  /**
   * Origins that the operator named, such as `http://127.0.0.1:8181`: also without TLS, on any port, and in a private
   * network.
   */
  readonly trustedOrigins?: readonly string[];
}

const MAX_URL_LENGTH = 8192;

/**
 * Checks by its text alone where a URL leads. The addresses behind its name are checked by `fetchOutside`, which every
 * such URL has to be fetched by. The parser of URLs has made `http://2130706433/` and its like into dotted form before.
 *
 * @throws `service/outside-url`; the message never quotes the URL, which may be signed.
 */
export function readOutsideUrl(text: string, { hosts, trustedOrigins = [] }: OutsideRules): URL {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) throw refused('it is no absolute URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw refused('it carries a name or a password');
  if (trustedOrigins.includes(url.origin)) return url;
  if (url.protocol !== 'https:') throw refused('it is no https URL');
  if (url.port !== '') throw refused('it names a port');
  if (!hosts.some((host) => isBelow(url.hostname, host.toLowerCase()))) throw refused('its host is not on the list');
  return url;
}

/** @param why - what is wrong with it, without the URL. */
export function refused(why: string): KinoraError {
  return new KinoraError('service/outside-url', `Will not go to the URL: ${why}`, {
    hint: 'Upload the file and give the URL of the upload, or have the operator allow the host.',
  });
}

function isBelow(hostname: string, host: string): boolean {
  // A name may end in a dot, which means the same name.
  const name = hostname.replace(/\.$/, '');
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) && name.length > host.length - 1 : name === host;
}
