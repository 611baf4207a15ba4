"""Graph-based relationship and victim-risk mapping for multi-agency public protection."""

__version__ = "0.1.0"
