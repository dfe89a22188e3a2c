"""The risk register as a good team would write it with Django 5.2: what the ledger is timed beside.

It has what such a team would have without being asked: sessions in the database, sign-in, CSRF,
roles that are read once a request and decide who sees what, a ModelForm, a row lock with a version
that the form carries, a history with who and why (django-pghistory's triggers on PostgreSQL,
django-simple-history on SQLite), indexes for the order that people ask for, connections that stay
open, cached templates, WAL with synchronous=FULL and BEGIN IMMEDIATE on SQLite. Its pages show what
ours show, in markup like GOV.UK's: the register with its filters, one risk with its history, home
with the same lists, the audit list, a CSV file, a form.

It has not: any past moment of the register, command ids, a log that proves itself, the rules of
a risk beyond its score, recommendations, actions and disputes beyond the tables that home looks
at. It keeps its page counts, its queries and its settings as Django's own documentation would have
them: it is neither slowed down nor tuned beyond that.
"""
