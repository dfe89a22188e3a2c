"""The partnership's rules: what may happen to a risk, an agency or a role, and what it means.

Pure: no input or output, no reading of the clock, no SQL, no web.
"""
