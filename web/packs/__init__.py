"""Evidence packs: what somebody takes along to check at home what the ledger says."""
