"""Serves a built TFTP root to phones: read-only, by exact name, from memory.

RFC 1350 (protocol), RFC 1123 section 4.2 (host rules), RFC 2347 to 2349 (options blksize, timeout, tsize).

| module        | does                                                                       |
|---------------|----------------------------------------------------------------------------|
| `table.py`    | reads a folder into name -> bytes; what a client's name becomes            |
| `codec.py`    | packets: tftpy's decoder and encoders behind checks of our own             |
| `transfer.py` | one file on its way to one phone: blocks, acknowledgements, resends        |
| `server.py`   | `TftpServer`: sockets, who may ask, which packet belongs to which transfer |

A client's text is only ever the key of a dictionary: there is no path to escape from. Not here, and left to
the hardened server: limits per source, several processes, IPv6, windowsize. HTTP is in `publish/http/`.
"""

from generators.publish.tftp.server import TftpServer
from generators.publish.tftp.table import load_table

__all__ = ["TftpServer", "load_table"]
