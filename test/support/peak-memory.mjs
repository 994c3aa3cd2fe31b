// `node --import` this: writes the peak of the process's memory, in bytes, to the file that KINORA_PEAK_MEMORY names.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env.KINORA_PEAK_MEMORY, String(process.resourceUsage().maxRSS * 1024));
});
