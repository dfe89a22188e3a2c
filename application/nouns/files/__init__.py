"""The folders of data that a partnership, its groups and its procedure come in."""
