"""Loading files of items: how rows become intents."""
