// Asks the npm package ical.js for the dates in calendar files.
//
// Standard input is one JSON object: files, each with a path and from and to
// (milliseconds since 1970), and most, the number of dates of one event.
// Standard output is one JSON line for each file, in their order: {"error": …}
// or {"dates": [[uid, start, end], …], "failed": [[uid, why], …]}. Times are
// seconds since 1970, whole days such as 2026-11-24 with the end as the day
// after. Run it with TZ set to the zone of floating times.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const job = JSON.parse(readFileSync(0, 'utf8'));

const told = (t) => (t.isDate ? t.toString() : Math.round(t.toJSDate().getTime() / 1000));

function read(file) {
  const dates = [];
  const failed = [];
  const inside = (t) => {
    const at = t.toJSDate().getTime();
    return at >= file.from && at < file.to;
  };
  const parsed = ICAL.parse(readFileSync(file.path, 'utf8'));
  const calendars = parsed.length && Array.isArray(parsed[0]) ? parsed : [parsed];
  for (const jcal of calendars) {
    const root = new ICAL.Component(jcal);
    const all = root.name === 'vevent' ? [root] : root.getAllSubcomponents('vevent');
    const masters = new Set(all.filter((e) => !e.hasProperty('recurrence-id')).map((e) => e.getFirstPropertyValue('uid')));
    for (const component of all) {
      const uid = component.getFirstPropertyValue('uid') ?? '';
      if (component.hasProperty('recurrence-id') && masters.has(uid)) continue;
      try {
        dates.push(...expand(component, all.filter((e) => e.getFirstPropertyValue('uid') === uid), uid, inside, file.to));
      } catch (e) {
        failed.push([uid, String(e.message ?? e)]);
      }
    }
  }
  return { dates, failed };
}

function expand(component, family, uid, inside, to) {
  const single = component.hasProperty('recurrence-id'); // one without its series
  const exceptions = single ? [] : family.filter((e) => e.hasProperty('recurrence-id'));
  const event = new ICAL.Event(component, { exceptions });
  const dates = [];
  const add = (start, end) => inside(start) && dates.push([uid, told(start), told(end)]);
  if (single || !event.isRecurring()) {
    add(event.startDate, event.endDate);
    return dates;
  }
  const next = event.iterator();
  for (let t = next.next(), n = 0; t && n < 20000; t = next.next(), n++) {
    if (t.toJSDate().getTime() >= to || dates.length >= job.most) break;
    const one = event.getOccurrenceDetails(t);
    add(one.startDate, one.endDate);
  }
  return dates;
}

for (const file of job.files) {
  let answer;
  try {
    answer = read(file);
  } catch (e) {
    answer = { error: String(e.message ?? e) };
  }
  console.log(JSON.stringify(answer));
}
