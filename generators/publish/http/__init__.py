"""Serves a built TFTP root by HTTP, for phones that ask port 6970 first and for the pages on their screens.

RFC 9110 and 9112, as little of them as a phone needs: GET and HEAD, HTTP/1.0 and 1.1, no body, no listing.

| module          | does                                                                    |
|-----------------|-------------------------------------------------------------------------|
| `files.py`      | reads a folder into name -> content, with what headers say of each file |
| `request.py`    | the bytes of a request as a name to look up, or why it is refused       |
| `answer.py`     | status line, headers and body of an answer                              |
| `listen.py`     | the socket, or why it cannot be had                                     |
| `journal.py`    | one line of log an answer or refusal                                    |
| `connection.py` | one client: lines in, answers out, an orderly end                        |
| `server.py`     | `HttpServer`: connections, their time limits, who may ask               |

Files, names and who may ask are those of the TFTP server beside: a client's text is only ever the key of a dictionary.
There is no TLS: like TFTP, this belongs into the voice network and nowhere else.
"""

from generators.publish.http.files import File, load_files
from generators.publish.http.server import HttpServer

__all__ = ["File", "HttpServer", "load_files"]
