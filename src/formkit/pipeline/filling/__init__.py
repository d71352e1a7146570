"""The story of `fill`: a run, chunk by chunk, by a crew, brought out by a press."""
