"""What a row of a log of past disputes means: the intents that put one into the ledger.

It arrives as history: what was reported of its stage and its ending, on the dates that they have.
What cannot be said by an intent is never dropped: it stays word for word in the note, and the row
is flagged. Three things keep a row out, because they are not to be guessed: an agency that is none
of the partnership's (a dispute is between its agencies), a stage that the procedure has not, and
the missing day of the meeting (the version of the procedure hangs on it). An agency may have
joined after a past dispute, as the successor of the one that it was with.
"""

from __future__ import annotations

from application.importing.disputes.columns import DISPUTE_COLUMNS
from application.importing.disputes.ours import OUR_DISPUTES
from application.importing.disputes.reading import DisputeReading
from application.importing.files.headings import Row
from application.importing.importable import Known, Plan
from application.importing.loaded_once import LoadedOnce
from domain.disputes.dispute import Dispute


class DisputeRows(LoadedOnce):
    """The kind of file that holds past disputes, for importing.import_file."""

    noun = "disputes"
    item_class = Dispute
    columns = DISPUTE_COLUMNS
    ours = OUR_DISPUTES
    needed = "title"
    numbering, many, one = "dispute_ref", "disputes", "dispute"
    whose = ("source_body",)

    def plan(self, row: Row, known: Known) -> Plan:
        reading = DisputeReading(row, known)
        follows = [*reading.stage(), *reading.end()]
        # Read after all else, because its note keeps what had no other place.
        return Plan([reading.load(), *follows], reading.flags)


DISPUTE_FILES = DisputeRows()
