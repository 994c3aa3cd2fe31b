/** As package.json says; a test holds the two equal. */
export const VERSION = '0.0.0';
