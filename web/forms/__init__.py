"""Forms: how what can be done is asked for, kept while it is typed, sent, and told."""
