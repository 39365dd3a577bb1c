"""The door without a person: what a worker does, scan by scan and job by job."""
