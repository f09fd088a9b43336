"""`tonalite router certificates`: until when the certificates of the VPNs hold, and how they are renewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from generators.cli.build import STORE
from generators.cli.check import Data
from generators.cli.output import console
from generators.cli.validity import endings
from generators.estate.estate import Estate
from generators.estate.places import Link, TlsKeys
from generators.estate.values import Audience, Secret, SecretRule
from generators.flow import load_estate
from generators.problems import PublishError
from generators.secrets.store import LocalStore


def certificates(
    data: Data = Path("site_data"),
    secrets: Annotated[Path, typer.Option("--secrets", metavar="FILE", help="The secret store.")] = STORE,
    renew: Annotated[
        list[str] | None,
        typer.Option("--renew", metavar="LINK", help="Make this link's anew; repeatable."),
    ] = None,
    renew_authority: Annotated[
        str | None,
        typer.Option("--renew-authority", metavar="SITE", help="Make this site's authority anew, and all it signed."),
    ] = None,
) -> None:
    """Say until when the certificates of the VPNs hold; with --renew, make new ones and keep them in the store."""
    estate = load_estate(data, Audience.INTERNAL)
    chosen = _chosen(estate, renew or [], renew_authority)
    with LocalStore.open(secrets) as store:
        for link in chosen:
            for secret in _renewed(link, link.far == renew_authority):
                store.forget(secret)
        if chosen:
            estate = load_estate(data, Audience.INTERNAL, store.value)
            store.save()
        else:
            values = store.values()

            def stored(name: str, _: SecretRule) -> str | None:
                return values.get(name)

            estate = load_estate(data, Audience.INTERNAL, stored)
    now = datetime.now(UTC)
    for ending in endings(estate):
        said = "ended" if ending.when < now else f"{ending.days(now)} days"
        console().print(f"{ending.link.id}: {ending.what} until {ending.when:%Y-%m-%d}, {said}")
    for link in estate.links:
        if not link.keys.known:
            console().print(f"{link.id}: no certificates yet; tonalite build makes them")
    for link in chosen:
        both = f"{link.far} and {link.near}"
        console().print(f"renewed: {link.id}; run tonalite build, then bring the routers of {both} up to date")


def _chosen(estate: Estate, names: list[str], authority: str | None) -> list[Link]:
    """The links to renew. Raises PublishError for a link or site that is not there."""
    for name in names:
        if name not in estate.link:
            raise PublishError(f"no link '{name}'; known: {', '.join(estate.link) or 'none'}")
    signed = [x for x in estate.links if x.far == authority and isinstance(x.keys, TlsKeys)]
    if authority is not None and not signed:
        sites = sorted({x.far for x in estate.links if isinstance(x.keys, TlsKeys)})
        raise PublishError(f"site '{authority}' has no authority; known: {', '.join(sites) or 'none'}")
    return [link for link in estate.links if link.id in names or link in signed]


def _renewed(link: Link, authority: bool) -> Iterator[str]:
    """The names of what is made anew: all keys and certificates of the link, and the authority if that is asked for."""
    keys = link.keys
    if not isinstance(keys, TlsKeys):
        pairs = (keys.far, keys.near)
        yield from (s.name for s in (keys.shared, *(p.private for p in pairs), *(p.public for p in pairs)))
        return
    secrets: list[Secret] = [keys.server.certificate, keys.server.key, keys.client.certificate, keys.client.key]
    if authority:
        secrets.append(keys.authority)
    for secret in secrets:
        yield secret.name
        if secret is keys.authority:
            yield secret.rule.of[1]  # its own key, which the store alone holds
