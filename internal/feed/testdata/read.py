"""Reads a calendar with Debian's icalendar and prints what it understood.

The time zone is renamed first, so that the reader has to believe the
VTIMEZONE of the file instead of its own tables.
"""
import json
import sys

import icalendar

raw = sys.stdin.buffer.read()
for name in sys.argv[1:]:
    raw = raw.replace(name.encode(), b"Test/" + name.replace("/", "").encode())
calendar = icalendar.Calendar.from_ical(raw)
wrong = [str(e) for part in calendar.walk() for e in part.errors]
events = []
for event in calendar.walk("VEVENT"):
    start = event.decoded("DTSTART")
    end = event.decoded("DTEND") if "DTEND" in event else None
    instant = lambda t: None if t is None else str(int(t.timestamp())) if hasattr(t, "timestamp") else t.isoformat()
    events.append({
        "uid": str(event["UID"]), "summary": str(event["SUMMARY"]), "description": str(event.get("DESCRIPTION", "")),
        "start": instant(start), "end": instant(end), "status": str(event["STATUS"]),
    })
json.dump({"wrong": wrong, "name": str(calendar.get("X-WR-CALNAME")), "events": events}, sys.stdout)
