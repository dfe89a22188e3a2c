"""The register of disputes, and their stays at the stages."""
