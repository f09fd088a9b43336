"""Import: what an organisation has today, read into YAML that a person then checks.

Knows no Estate and no catalog: what it must know of them (models, releases) is given to it. What it did not
understand it says in comments, and it never reads a field that holds a secret.
"""
