"""The audit log: append-only, hash-chained, and a condition of every answer."""
