"""The smallest noun that is of use: reminders. docs/architecture.md tells how a noun is added by
its example; in the product the four files would stand each in its room."""
