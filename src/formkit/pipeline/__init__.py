"""The stories: check, fill, blank, import projects, look after the register, show a demo."""
