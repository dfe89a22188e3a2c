"""What a row of a register of decisions means: the intent that puts a past one into the ledger.

It arrives as it was written down: what nobody wrote is not recorded, and nobody judges it. What no
column has a place for stays word for word in the note. A row is kept out where nothing says what
was decided, or by which group.
"""

from __future__ import annotations

from application.importing.decisions.columns import DECISION_COLUMNS
from application.importing.decisions.ours import OUR_DECISIONS
from application.importing.decisions.reading import DecisionReading
from application.importing.files.headings import Row
from application.importing.importable import Known, Plan
from application.importing.loaded_once import LoadedOnce
from domain.decisions.decision import Decision


class DecisionRows(LoadedOnce):
    """The kind of file that holds past decisions, for importing.import_file."""

    noun = "decisions"
    item_class = Decision
    columns = DECISION_COLUMNS
    ours = OUR_DECISIONS
    needed = "words"
    numbering, many, one = "number", "decisions", "decision"
    whose = ("group",)

    def plan(self, row: Row, known: Known) -> Plan:
        reading = DecisionReading(row, known)
        load = reading.load()
        return Plan([load], reading.flags)


DECISION_FILES = DecisionRows()
