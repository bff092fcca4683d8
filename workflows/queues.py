"""The task queues: one for plans, one for what takes a processor and its memory."""

PLANS = "paraf"
DOCUMENTS = "paraf-documents"
