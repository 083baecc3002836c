// Asks the npm package opening_hours what it makes of values at instants.
//
// Standard input is one JSON object: values, instants (RFC 3339), lat, lon,
// country, state. Standard output is one JSON line for each value, in their
// order: {"error": …} or {"answers": [[state, next], …]} where
// next is a number of minutes since 1970 or null. The package works in the
// process's own zone: run it with TZ set.
import { readFileSync } from 'node:fs';
import openingHours from 'opening_hours';

const job = JSON.parse(readFileSync(0, 'utf8'));
const place = { lat: job.lat, lon: job.lon, address: { country_code: job.country, state: job.state } };
const instants = job.instants.map((i) => new Date(i));
const horizon = instants.map((i) => new Date(i.getFullYear() + 2, i.getMonth(), i.getDate(), i.getHours(), i.getMinutes()));

// A value that the package only fails on later must not end the run.
process.on('uncaughtException', (e) => console.error('later:', e.message ?? e));
process.on('unhandledRejection', (e) => console.error('later:', e?.message ?? e));

function judge(value) {
  let oh;
  try {
    oh = new openingHours(value, place, { locale: 'en' });
  } catch (e) {
    return { error: String(e.message ?? e) };
  }
  try {
    const answers = instants.map((at, i) => {
      const next = oh.getNextChange(at, horizon[i]);
      return [oh.getStateString(at, true), next === undefined ? null : Math.floor(next.getTime() / 60000)];
    });
    return { answers };
  } catch (e) {
    return { error: 'while answering: ' + String(e.message ?? e) };
  }
}

const out = job.values.map((v) => JSON.stringify(judge(v)));
process.stdout.write(out.join('\n') + '\n');
