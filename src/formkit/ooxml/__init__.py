"""The Office package: type by content, structural gate, normalised zip, the text of parts."""
