"""Single facts: what a user records, ends, corrects or refutes, one at a time, by the rules of an import and from the same code."""
