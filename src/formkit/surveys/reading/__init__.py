"""Reading surveys that came back; see docs/surveys.md."""
