// Asks the npm packages ical.js and rrule for the dates of recurrence rules.
//
// Standard input is one JSON object: jobs, each with start and rule as
// iCalendar writes them, and most. Standard output is one JSON line for each
// job, in their order: {"ical": […], "rrule": […]} with wall times such as
// 20261124T180000, or a text in place of a list where the package fails.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import rrule from 'rrule';

const { jobs } = JSON.parse(readFileSync(0, 'utf8'));

function withIcal(job) {
  const start = ICAL.Time.fromString(
    job.start.replace(/(....)(..)(..)T(..)(..)(..)/, '$1-$2-$3T$4:$5:$6'));
  const next = ICAL.Recur.fromString(job.rule).iterator(start);
  const dates = [];
  for (let t = next.next(); t && dates.length < job.most; t = next.next()) {
    dates.push(t.toString().replaceAll(/[-:]/g, ''));
  }
  return dates;
}

function withRrule(job) {
  const rule = rrule.rrulestr(`DTSTART:${job.start}Z\nRRULE:${job.rule}`);
  const dates = [];
  rule.all((t) => dates.length < job.most && dates.push(t.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')));
  return dates;
}

const attempt = (f, job) => {
  try {
    return f(job);
  } catch (e) {
    return String(e.message ?? e);
  }
};
for (const job of jobs) {
  console.log(JSON.stringify({ ical: attempt(withIcal, job), rrule: attempt(withRrule, job) }));
}
