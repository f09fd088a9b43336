"""Where secrets live: made once at random, kept in a store, never in the source.

This room knows names, rules and values; it knows no telephony and writes nothing but its own store.
It imports `problems` and `estate.values` only.

| module     | holds                                                      |
|------------|------------------------------------------------------------|
| `lock.py`  | one process at a time, freed by the kernel when one dies   |
| `pki.py`   | keys and certificates: values that a function makes        |
| `store.py` | `LocalStore`: one JSON file that only its owner may read   |
"""
