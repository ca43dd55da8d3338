"""Keeps the Pinecone vector indexes in step with the trackers."""
