"""The rules of what may be recorded, of one fact as of a whole bundle.

Pure: what the store holds is handed in. A rule speaks of cells; where these stood, in which line of which file, is known to
whoever asks.
"""
