"""Where each folder and setting that the script reads was found."""

from __future__ import annotations

from generators.references import Ref

KEYS: dict[str, Ref] = {
    "directories.astetcdir": Ref("AST-FEATURES", "Sample asterisk.conf, section directories"),
    "directories.astspooldir": Ref("AST-FEATURES", "Sample asterisk.conf, section directories"),
    "directories.astdbdir": Ref("AST-FEATURES", "Sample asterisk.conf, section directories"),
    "directories.astdatadir": Ref("AST-FEATURES", "Sample asterisk.conf, section directories"),
    "astdb.sqlite3": Ref("AST-SEEN", "the file of the internal database, 16 and 22"),
    "voicemail": Ref("AST-VOICEMAIL", "The spool of messages, greetings and changed PINs"),
    "sounds/custom": Ref("AST-SEEN", "a folder of one's own below the sounds"),
}
