"""Ground floor: from the bytes of a municipal export to a dossier of events."""
