"""The store on both engines: rules, batches, failures, backups."""
