"""How a case reads in words: pages and papers say the same because they take every word from here. Pure.

`terms` names what enumerations stand for, `evidence` says what a path rests on, `candidates` in which order people are
proposed and what for, `summary` what a reader should know first.
"""
