"""Pictures made ready for documents: photographs, logos, codes."""
