"""People's accounts, and what is noted of their visits, kept apart from the business history.

The history names people by their account's id only, so that a name can be erased without touching
it. An account is a row of the ledger's database; sessions, tries to sign in and the access log are
side records (`side.py`), which never wait for the log's lock nor hold it up.
"""
