"""What a row of an action log means: the intents that put an action on our list.

It arrives as it was set, with its owner and its due date; how it goes arrives as a report of
progress. What has no place of its own stays word for word in the note, and the row is flagged.
"""

from __future__ import annotations

from application.importing.actions.columns import ACTION_COLUMNS
from application.importing.actions.ours import OUR_ACTIONS
from application.importing.actions.reading import ActionReading
from application.importing.files.headings import Row
from application.importing.importable import Known, Plan
from application.importing.loaded_once import LoadedOnce
from domain.actions.action import Action


class ActionRows(LoadedOnce):
    """The kind of file that holds actions, for importing.import_file."""

    noun = "actions"
    item_class = Action
    columns = ACTION_COLUMNS
    ours = OUR_ACTIONS
    needed = "title"
    numbering, many, one = "number", "actions", "action"
    whose = ("source_title", "set_on")

    def plan(self, row: Row, known: Known) -> Plan:
        reading = ActionReading(row, known)
        follows = [*reading.links(), *reading.report()]
        # Read after all else, because its note keeps what had no other place.
        return Plan([reading.load(), *follows], reading.flags)


ACTION_FILES = ActionRows()
