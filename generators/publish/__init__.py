"""The only room that writes: artifacts become folders, an archive, a site, answers to phones.

It takes Artifacts as they are and never asks what is in them. It imports `problems`, `estate.values`,
`targets.artifact` and the lock of `secrets`; `site.py` and the MkDocs adapter alone import the flow and
what renders pages.

| module           | does                                                                    |
|------------------|-------------------------------------------------------------------------|
| `paths.py`       | which paths a tree may hold                                             |
| `files.py`       | one file or folder on the disk: hard link if unchanged, mode, flush     |
| `tree.py`        | `Generation`: tree, dist and site as one whole, switched by one rename  |
| `manifest.py`    | `manifest.json`: what was built from what                               |
| `carry.py`       | a partial build: what it does not renew is carried on from the tree     |
| `archive.py`     | the reproducible archive of the TFTP root, `SHA256SUMS`                 |
| `leak.py`        | the gate: no secret in what is public                                   |
| `unpack.py`      | what is packed inside a file, for the gate                              |
| `firmware/`      | verifies what was dropped into `firmware/`, and places whole loads      |
| `tftp/`, `http/` | serve a built TFTP root to phones                                       |
| `revision.py`    | the source as it stands in a git revision                               |
| `site.py`        | builds the site, a MkDocs run a language                                |
| `mkdocs_hook.py` | hands the guide's rendered pages to MkDocs                              |
"""
