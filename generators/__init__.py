"""Tonalité: telephony as code.

The flow, one direction, each step a plain function from values to values:

    source.load(folder)                 -> Document   what the YAML says, with the place of every node
    source.schema.validate(document)    -> Source     typed, every mistake reported at once
    estate.resolve(source, catalog, …)  -> Estate     references followed, laws checked, all derived values
    targets.artifacts(estate)           -> Artifacts  path, content, audience, origin
    publish.…(artifacts)                -> build/ and dist/

| to change                                   | open                                        |
|---|---|
| what may be written in the YAML             | `source/schema/` (one module a topic)       |
| how a mistake is worded                     | where it is found; its code: `rulebook.py`  |
| a phone model, a provider, a country        | `catalog/` (data, one file each)            |
| a law that only the whole can show          | `estate/rules/`                             |
| what follows from the YAML                  | `estate/` (one module a topic)              |
| a line of a phone's file                    | `targets/phones/flat` (7940, 7960), `…/xml` |
| a line of Asterisk's files                  | `targets/asterisk/`                         |
| a router's sheet or XML                     | `targets/pfsense/`                          |
| a generated page or diagram of the guide    | `targets/guide/`                            |
| what a phone would choke on                 | `simulate/boot/`                            |
| what may talk to what                       | `simulate/reach/`                           |
| how a change is told                        | `compare/`                                  |
| how files reach the disk, the site, a phone | `publish/`                                  |
| a command                                   | `cli/`                                      |
"""

__version__ = "0.1.0"
