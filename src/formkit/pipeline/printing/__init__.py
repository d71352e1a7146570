"""The stories of paper: PDFs, print jobs, previews."""
