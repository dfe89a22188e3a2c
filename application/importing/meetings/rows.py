"""What a row of a register of meetings means: the intent that puts a past one into the ledger.

It arrives as it was written down: what nobody wrote is not recorded, and nobody judges it. What no
column has a place for stays word for word in the note. Two things keep a row out, because they are
not to be guessed: which group met, and when.
"""

from __future__ import annotations

from application.importing.files.headings import Row
from application.importing.importable import Known, Plan
from application.importing.loaded_once import LoadedOnce
from application.importing.meetings.columns import MEETING_COLUMNS
from application.importing.meetings.ours import OUR_MEETINGS
from application.importing.meetings.reading import MeetingReading
from domain.meetings.meeting import Meeting


class MeetingRows(LoadedOnce):
    """The kind of file that holds past meetings, for importing.import_file."""

    noun = "meetings"
    item_class = Meeting
    columns = MEETING_COLUMNS
    ours = OUR_MEETINGS
    needed = "met_on"
    numbering, many, one = "number", "meetings", "meeting"
    whose = ("group",)

    def plan(self, row: Row, known: Known) -> Plan:
        reading = MeetingReading(row, known)
        load = reading.load()
        return Plan([load], reading.flags)


MEETING_FILES = MeetingRows()
