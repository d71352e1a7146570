"""PDF files: proved after they were made, brought into one form, joined for the printer."""
