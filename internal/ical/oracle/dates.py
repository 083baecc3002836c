"""Reads calendars with Debian's icalendar and prints all dates in them.

Standard input is one JSON object: files, each with a path and from and to
(milliseconds since 1970). Standard output is one JSON line for each file, in
their order: {"dates": [[uid, start, end, status], ...], "wrong": [...]}. Times
are seconds since 1970, whole days such as 2026-11-24 with the end as the day
after. Rules are expanded by dateutil, in wall time.
"""
import datetime
import json
import sys

import icalendar
from dateutil.rrule import rrulestr

DAY = datetime.timedelta(days=1)


def several(component, name):
    found = component.get(name, [])
    return found if isinstance(found, list) else [found]


def naive(t):
    if isinstance(t, datetime.datetime):
        return t.replace(tzinfo=None)
    return datetime.datetime(t.year, t.month, t.day)


def length(component):
    start = component.decoded("DTSTART")
    if "DTEND" in component:
        return naive(component.decoded("DTEND")) - naive(start)
    if "DURATION" in component:
        return component.decoded("DURATION")
    return datetime.timedelta() if isinstance(start, datetime.datetime) else DAY


def instant(wall, zone):
    if zone is None:
        return wall.date().isoformat()
    at = zone.localize(wall) if hasattr(zone, "localize") else wall.replace(tzinfo=zone)
    return int(at.timestamp())


def zone_of(component):
    start = component.decoded("DTSTART")
    return start.tzinfo if isinstance(start, datetime.datetime) else None


def walls(event, zone, last):
    start = naive(event.decoded("DTSTART"))
    found = {start: None}
    for rule in several(event, "RRULE"):
        for until in rule.get("UNTIL", []):
            if isinstance(until, datetime.datetime) and until.tzinfo is not None and zone is not None:
                rule["UNTIL"] = [naive(until.astimezone(zone))]
        for wall in rrulestr(rule.to_ical().decode(), dtstart=start):
            if wall > last:
                break
            found[wall] = None
    for dates in several(event, "RDATE"):
        for one in dates.dts:
            if isinstance(one.dt, tuple):
                begin, end = one.dt
                found[naive(begin)] = end if isinstance(end, datetime.timedelta) else naive(end) - naive(begin)
            else:
                found[naive(one.dt)] = None
    for dates in several(event, "EXDATE"):
        for one in dates.dts:
            found.pop(naive(one.dt), None)
    return found


def dates(raw, first, last):
    calendar = icalendar.Calendar.from_ical(raw)
    events = calendar.walk("VEVENT")
    differ = {(str(e["UID"]), naive(e.decoded("RECURRENCE-ID"))): e for e in events if "RECURRENCE-ID" in e}
    out = []

    def add(event, wall, span):
        zone = zone_of(event)
        begin = instant(wall, zone)
        at = begin if zone is not None else wall.replace(tzinfo=datetime.timezone.utc).timestamp()
        if first <= at * 1000 < last:
            out.append([str(event["UID"]), begin, instant(wall + span, zone), str(event.get("STATUS", "CONFIRMED"))])

    for event in events:
        if "RECURRENCE-ID" in event:
            continue
        limit = datetime.datetime.fromtimestamp(last / 1000, datetime.timezone.utc).replace(tzinfo=None)
        for wall, span in walls(event, zone_of(event), limit).items():
            other = differ.get((str(event["UID"]), wall))
            if other is None:
                add(event, wall, length(event) if span is None else span)
            else:
                add(other, naive(other.decoded("DTSTART")), length(other))
    return {"dates": out, "wrong": [str(e) for part in calendar.walk() for e in part.errors]}


for job in json.load(sys.stdin)["files"]:
    with open(job["path"], "rb") as f:
        print(json.dumps(dates(f.read(), job["from"], job["to"])))
